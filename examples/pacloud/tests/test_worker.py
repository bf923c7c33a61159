"""python3 -m unittest discover examples/pacloud/tests"""

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "worker"))

import worker  # noqa: E402

BUILD = {"name": "app-text/tree-1.7.0", "flags": "-"}
MESSAGE = {"Body": json.dumps(BUILD), "ReceiptHandle": "handle"}


class Client:
    """A queue, a table and a bucket that remember what was done with them."""

    def __init__(self):
        self.done = []

    def __getattr__(self, name):
        return lambda *args, **options: self.done.append((name, args, options)) or {}

    def states(self):
        changes = [options for name, _, options in self.done if name == "update_item"]
        return [change["ExpressionAttributeValues"][":state"] for change in changes]


class WorkTest(unittest.TestCase):
    def setUp(self):
        self.client = Client()
        self.queue, self.shelf = worker.Queue(self.client, "url"), worker.Shelf(self.client, self.client)

    def work(self, compiler):
        return worker.work(self.queue, self.shelf, "image", MESSAGE, compiler)

    def test_a_package_is_kept_before_its_message_goes(self):
        self.assertEqual(self.work(lambda build, image: (Path("/out/app-text/tree-1.7.0.gpkg.tar"), None)), "ready")
        self.assertEqual(self.client.states(), ["building", "ready"])
        self.assertEqual(
            [name for name, *_ in self.client.done], ["update_item", "upload_file", "update_item", "delete_message"]
        )
        (_, (_, name), _) = self.client.done[1]
        self.assertRegex(name, r"^app-text/tree-1\.7\.0/[0-9a-f-]{36}\.gpkg\.tar$")

    def test_what_does_not_compile_is_told_and_not_tried_again(self):
        self.assertEqual(self.work(lambda build, image: (None, "no such ebuild")), "failed")
        self.assertEqual(self.client.states(), ["building", "failed"])
        self.assertEqual(self.client.done[1][2]["ExpressionAttributeValues"][":error"], "no such ebuild")
        self.assertEqual(self.client.done[-1][0], "delete_message")

    def test_what_fails_for_another_reason_stays_in_the_queue(self):
        def compiler(build, image):
            raise OSError("no docker")

        with self.assertRaises(OSError):
            self.work(compiler)
        self.assertNotIn("delete_message", [name for name, *_ in self.client.done])

    def test_every_name_in_a_change_is_bound(self):
        self.shelf.note(BUILD, "ready", object="key")
        _, _, options = self.client.done[0]
        names, values = set(options["ExpressionAttributeNames"]), set(options["ExpressionAttributeValues"])
        self.assertEqual(names, {"#state", "#since", "#object"})
        self.assertEqual({f":{name[1:]}" for name in names}, values)
        for name in names:
            self.assertIn(f"{name} = :{name[1:]}", options["UpdateExpression"])


class PackageTest(unittest.TestCase):
    def found(self, *files):
        with tempfile.TemporaryDirectory() as folder:
            for file in files:
                path = Path(folder, file)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            file = worker.package_in(Path(folder), BUILD["name"])
            return file and str(file.relative_to(folder))

    def test_both_layouts_are_known(self):
        self.assertEqual(self.found("app-text/tree-1.7.0.tbz2"), "app-text/tree-1.7.0.tbz2")
        self.assertEqual(self.found("app-text/tree/tree-1.7.0-1.gpkg.tar"), "app-text/tree/tree-1.7.0-1.gpkg.tar")

    def test_what_was_built_on_the_way_is_not_it(self):
        self.assertIsNone(self.found("sys-libs/zlib-1.3.gpkg.tar", "app-text/xtree-1.7.0.tbz2"))


if __name__ == "__main__":
    unittest.main()
