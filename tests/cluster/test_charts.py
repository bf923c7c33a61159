"""Charts by the real Helm, in both of its major releases, on a real API server: what is there then is asked from that server and
from Helm, not from cloudc."""

import json
import os
import random
import signal
import subprocess
import unittest
from pathlib import Path

import helm
from cloud import Cloud

EVERY = os.environ.get("CLOUDC_CRASH_POINTS") == "all"
SAME = "Nothing to do"


def children(pid):
    """The processes that a process has started."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


class Charts:
    """What each release of Helm is to do."""

    program = "charts"
    release = None

    def begin(self, *flags):
        super().begin(*flags)
        if not (helm.FOLDER / self.release / "helm").exists():
            self.skipTest("there is no Helm")
        self.stand.more = {"PATH": helm.path(self.release), "KEY": "canary-of-a-key"}

    def helm(self, *words, expect=0):
        """What Helm says to somebody who uses it by hand."""
        around = {**os.environ, "HOME": str(self.stand.folder), "KUBECONFIG": str(self.plane.kubeconfig)}
        command = [helm.FOLDER / self.release / "helm", *words]
        told = subprocess.run(command, cwd=self.stand.program, env=around, capture_output=True, text=True, check=False)
        self.assertEqual(told.returncode, expect, told.stderr)
        return told.stdout

    def releases(self):
        """How each release stands, by name."""
        every = ("--all-namespaces", "--all") if self.release.startswith("v3") else ("--all-namespaces",)
        return {one["name"]: one["status"] for one in json.loads(self.helm("list", *every, "--output", "json"))}

    def word(self, name="web", space="shop"):
        """What the chart was told, as it stands on the cluster."""
        found = self.api.get("v1", "ConfigMap", space, name)
        return found and found["data"]["word"]

    def image(self):
        """What the chart's pods run."""
        return self.api.get("apps/v1", "Deployment", "shop", "web")["spec"]["template"]["spec"]["containers"][0]["image"]

    def left(self):
        """What of the charts is on the cluster, beside the definitions of kinds and the namespaces, which Helm leaves."""
        kinds = (("v1", "ConfigMap"), ("v1", "Secret"), ("apps/v1", "Deployment"), ("batch/v1", "Job"), ("v1", "Pod"))
        found = [one for kind in kinds for one in self.api.get(*kind, every=True)["items"]]
        spaces = {"shop", "shelf"}
        return [
            f"{one['metadata']['namespace']}/{one['metadata']['name']}"
            for one in found
            if one["metadata"]["namespace"] in spaces and one["metadata"]["name"] != "kube-root-ca.crt"
        ]

    def chart(self, file="templates/web.yaml"):
        """A file of the program's chart."""
        return self.stand.program / "charts/web" / file

    def rewrite(self, old, new, file="templates/web.yaml"):
        """Changes a file of the program's chart."""
        path = self.chart(file)
        text = path.read_text()
        self.assertIn(old, text)
        path.write_text(text.replace(old, new))

    def same(self, *given):
        """Nothing is to be done, and nobody has done anything."""
        self.assertIn(SAME, self.stand.cloudc("plan", *given))
        self.stand.cloudc("drift", "--detailed-exitcode", *given)

    def gone(self):
        """Destroying leaves nothing."""
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual(self.releases(), {})
        self.until(lambda: self.left() == [], f"the end of {self.left()}")

    def test_what_is_declared_is_there_and_goes_again(self):
        """Installed with its hooks and definitions; again: nothing; destroyed: nothing is left."""
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.releases(), {"web": "deployed"})
        self.assertEqual((self.word(), self.image()), ("hello", "registry.example.com/web:1"))
        self.assertEqual(self.api.get("test.cloudc/v1", "Widget", "shop", "gadget")["spec"]["word"], "hello")
        self.same()
        self.assertIn(SAME, self.stand.cloudc("apply", "--yes"))
        self.assertEqual(json.loads(self.helm("status", "web", "--namespace", "shop", "--output", "json"))["version"], 1)
        self.gone()
        self.assertEqual(self.stand.client("eks").list_clusters()["clusters"], [])

    def test_what_changes_is_planned_object_by_object(self):
        """A value, then a file of the chart: the plan says what becomes of which object."""
        self.stand.cloudc("apply", "--yes")
        changed = ("--set", 'word="bye"')
        told = self.stand.cloudc("plan", *changed)
        self.assertIn("ConfigMap shop/web", told)
        self.assertNotIn("Deployment shop/web", told)
        self.stand.cloudc("apply", "--yes", *changed)
        self.assertEqual(self.word(), "bye")
        self.rewrite("{{ .Values.word | quote }}", "{{ .Values.word | upper | quote }}")
        told = self.stand.cloudc("plan", *changed)
        self.assertIn("digest", told)
        self.assertIn("BYE", told)
        self.stand.cloudc("apply", "--yes", *changed)
        self.assertEqual(self.word(), "BYE")
        self.same(*changed)

    def test_an_archive_is_a_chart(self):
        """Packed again with another template, it is installed again."""
        helm.packed(self.chart("").resolve(), self.stand.program)
        given = ("--set", 'chart="web-1.0.0.tgz"')
        self.stand.cloudc("apply", "--yes", *given)
        self.assertEqual(self.word(), "hello")
        self.same(*given)
        self.rewrite("{{ .Values.word | quote }}", "{{ .Values.word | upper | quote }}")
        helm.packed(self.chart("").resolve(), self.stand.program)
        self.stand.cloudc("apply", "--yes", *given)
        self.assertEqual(self.word(), "HELLO")

    def test_a_repository_has_charts(self):
        """One release of it, then the next; what is a secret is in nothing that cloudc says or keeps."""
        repository = helm.Repository()
        self.addCleanup(repository.close)
        repository.take(self.chart("").resolve())
        given = ("--set", f'repo="{repository.address}"', "--set", 'key="env:KEY"')
        told = self.stand.cloudc("apply", "--yes", *given)
        self.assertEqual(self.releases(), {"web": "deployed", "shelf": "deployed"})
        self.same(*given)
        self.rewrite("1.0.0", "1.1.0", "Chart.yaml")
        self.rewrite("{{ .Values.word | quote }}", "{{ .Values.word | upper | quote }}")
        repository.take(self.chart("").resolve())
        given = (*given, "--set", 'version="1.1.0"')
        told += self.stand.cloudc("plan", *given) + self.stand.cloudc("apply", "--yes", *given)
        self.assertEqual(self.word("shelf", "shelf"), "HELLO")
        self.same(*given)
        self.assertNotIn("canary", told)
        files = [path for path in self.stand.program.rglob("*") if path.is_file()]
        self.assertEqual([path for path in files if b"canary" in path.read_bytes()], [])
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.releases(), {"web": "deployed"})
        self.gone()

    def test_a_chart_that_fails_can_be_mended(self):
        """Its pods never come: said with the reason, and installed anew once they can."""
        told = self.stand.cloudc("apply", "--yes", "--set", 'image="registry.example.com/broken:1"', expect=4)
        self.assertIn("ImagePullBackOff", told)
        self.assertEqual(self.releases(), {"web": "failed"})
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.releases(), {"web": "deployed"})
        self.same()

    def test_a_change_that_fails_can_be_taken_back(self):
        """The program says again what it said before: the chart is made that again."""
        self.stand.cloudc("apply", "--yes")
        told = self.stand.cloudc("apply", "--yes", "--set", 'image="registry.example.com/broken:1"', expect=4)
        self.assertIn("ImagePullBackOff", told)
        self.assertEqual(self.releases(), {"web": "failed"})
        self.stand.cloudc("apply", "--yes")
        self.assertEqual((self.releases(), self.image()), ({"web": "deployed"}, "registry.example.com/web:1"))
        self.same()

    def test_a_template_that_is_wrong_is_said(self):
        """Nothing is changed, and the next program is applied as ever."""
        self.stand.cloudc("apply", "--yes")
        self.rewrite("{{ .Values.word | quote }}", "{{ required `say it` .Values.nothing }}")
        self.assertIn("say it", self.stand.cloudc("plan", expect=4))
        self.assertIn("say it", self.stand.cloudc("apply", "--yes", expect=4))
        self.assertEqual((self.releases(), self.word()), ({"web": "deployed"}, "hello"))
        self.rewrite("{{ required `say it` .Values.nothing }}", "{{ .Values.word | upper | quote }}")
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.word(), "HELLO")

    def test_what_somebody_else_installed_is_not_taken_over(self):
        """Neither one that is there before, nor one that somebody made in place of the program's; until it is imported."""
        self.stand.cloudc("apply", "--yes", "--only", "edge")
        self.helm("install", "web", "charts/web", "--namespace", "shop", "--create-namespace", "--set", "word=theirs")
        self.assertIn("is there already", self.stand.cloudc("plan", expect=4))
        self.assertIn("is there already", self.stand.cloudc("apply", "--yes", expect=4))
        self.assertEqual(self.word(), "theirs")
        self.stand.cloudc("import", "web", "shop|web")
        self.stand.cloudc("apply", "--yes")
        self.assertEqual(self.word(), "hello")
        self.same()
        self.helm("uninstall", "web", "--namespace", "shop")
        self.helm("install", "web", "charts/web", "--namespace", "shop", "--set", "word=theirs")
        told = self.stand.cloudc("apply", "--yes", "--set", 'word="bye"', expect=4)
        self.assertIn("web", told)
        self.assertEqual(self.word(), "theirs")

    def test_what_somebody_changed_is_found(self):
        """Another value, by Helm; and a release that somebody uninstalled."""
        self.stand.cloudc("apply", "--yes")
        self.helm("upgrade", "web", "charts/web", "--namespace", "shop", "--reuse-values", "--set", "word=theirs")
        self.assertIn("theirs", self.stand.cloudc("drift", "--detailed-exitcode", expect=5))
        self.stand.cloudc("drift", "--revert", "--yes")
        self.assertEqual(self.word(), "hello")
        self.helm("uninstall", "web", "--namespace", "shop")
        self.stand.cloudc("drift", "--detailed-exitcode", expect=5)
        self.stand.cloudc("drift", "--revert", "--yes")
        self.assertEqual(self.word(), "hello")
        self.same()

    def test_one_that_is_not_recorded_is_found_by_its_mark(self):
        """Nothing is installed twice, and what the program does not have goes."""
        self.stand.cloudc("apply", "--yes", "--set", "widget=false")
        self.stand.cloudc("state rm", "web")
        self.assertIn("made for `web`", self.stand.cloudc("discover", "--type", "helm."))
        self.assertIn("--record", self.stand.cloudc("plan", expect=4))
        self.stand.cloudc("discover", "--type", "helm.", "--record")
        self.stand.cloudc("apply", "--yes", "--set", "widget=false")
        self.assertEqual(json.loads(self.helm("history", "web", "--namespace", "shop", "--output", "json"))[-1]["status"], "deployed")
        self.same("--set", "widget=false")
        self.gone()

    def test_hooks_stand_in_the_way_until_they_are_mended(self):
        """One that fails before the installation, and one before the end."""
        self.stand.cloudc("apply", "--yes", "--set", 'setup="registry.example.com/failing:1"', expect=4)
        self.stand.cloudc("apply", "--yes", "--set", 'cleanup="registry.example.com/failing:1"')
        self.stand.cloudc("destroy", "--yes", expect=4)
        self.assertIn("web", self.releases())
        self.stand.cloudc("apply", "--yes")
        self.gone()

    def stricken(self, command, step, whom):
        """Kills what runs at a step of what is said to the cluster; whether it came so far."""
        process = self.stand.start(command, "--yes")
        struck = []

        def strike():
            helms = children(process.pid)
            struck.append(helms)
            if "cloudc" in whom:
                process.kill()
            for one in helms if "helm" in whom else []:
                with_pid = Path(f"/proc/{one}")
                if with_pid.exists():
                    os.kill(one, signal.SIGKILL)

        self.wire.at(step, strike)
        told, _ = process.communicate(timeout=120)
        self.wire.at(0, None)
        return bool(struck), told, process.returncode

    def test_killed_at_every_step(self):
        """cloudc, Helm or both, at any step of installing, changing and uninstalling: the next run converges."""
        self.stand.cloudc("apply", "--yes", "--only", "edge")
        chance = random.Random(11)
        for command, given in (("apply", {}), ("destroy", {"web"})):
            steps = range(1, 400) if EVERY else sorted(chance.sample(range(1, 60), 3))
            for step in steps:
                if command == "destroy":
                    self.stand.cloudc("apply", "--yes")
                whom = chance.choice((("cloudc",), ("helm",), ("cloudc", "helm")))
                only = ("--only", "web") if given else ()
                came, told, code = self.stricken(" ".join([command, *only]), step, whom)
                self.stand.cloudc(" ".join([command, *only]), "--yes")
                with self.subTest(command=command, step=step, whom=whom):
                    self.assertEqual(self.releases(), {} if given else {"web": "deployed"}, told)
                if not came:
                    break
                if command == "apply":
                    self.same()
                    self.stand.cloudc("destroy", "--yes", "--only", "web")

    def test_a_cluster_that_is_out_of_reach_for_a_while(self):
        """In the middle of an installation: the same run goes on when it is back, or the next one."""
        self.stand.cloudc("apply", "--yes", "--only", "edge")
        for step in (8, 20, 32):
            process = self.stand.start("apply", "--yes")
            self.wire.at(step, self.wire.cut)
            try:
                told, _ = process.communicate(timeout=3)
            except subprocess.TimeoutExpired:
                self.wire.mend()
                told, _ = process.communicate(timeout=120)
            self.wire.mend()
            self.wire.at(0, None)
            if process.returncode != 0:
                self.stand.cloudc("apply", "--yes")
            self.assertEqual(self.releases(), {"web": "deployed"}, told)
            self.same()
            self.stand.cloudc("destroy", "--yes", "--only", "web")

    def test_what_a_killed_run_left_pending_is_taken_back(self):
        """Helm waits for pods that never come, and is killed while it does: installing, then changing."""
        broken = ("--set", 'image="registry.example.com/broken:1"')
        self.stand.cloudc("apply", "--yes", "--only", "edge")
        for status in ("pending-install", "pending-upgrade"):
            process = self.stand.start("apply", "--yes", *broken)
            self.until(lambda status=status: self.releases().get("web") == status, status)
            helms = children(process.pid)
            process.kill()
            for one in helms:
                os.kill(one, signal.SIGKILL)
            process.communicate()
            self.assertEqual(self.releases(), {"web": status})
            self.stand.cloudc("apply", "--yes")
            self.assertEqual((self.releases(), self.image()), ({"web": "deployed"}, "registry.example.com/web:1"))
            self.same()


class Three(Charts, Cloud):
    """Helm 3."""

    release = helm.RELEASES[0]


class Four(Charts, Cloud):
    """Helm 4."""

    release = helm.RELEASES[1]


if __name__ == "__main__":
    unittest.main()
