"""The cluster as a process: built once, started with definitions of operators, ended with whoever started it."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BINARY = HERE.parents[1] / "target" / "plane"
# The definitions of operators, as files.
DEFINED = BINARY.with_name("definitions")

# Modules of Go that bring definitions of resources, and the folder in each. Nothing of them is compiled.
DEFINITIONS = {
    "github.com/kedacore/keda/v2@v2.21.0": "config/crd/bases",
    "github.com/external-secrets/external-secrets@v1.3.2": "config/crds/bases",
    "github.com/aws/karpenter-provider-aws@v1.0.8": "pkg/apis/crds",
    "github.com/aws/amazon-vpc-resource-controller-k8s@v1.8.2": "config/crd/bases",
    "github.com/argoproj/argo-cd/v3@v3.1.0": "manifests/crds",
}


def build():
    """Builds the cluster and fetches the definitions; what is built already is not built again. The first time takes minutes."""
    flags = ["-ldflags=-s -w", "-o", str(BINARY)]
    subprocess.run(["go", "build", *flags, "./plane"], cwd=HERE, env={**os.environ, "CGO_ENABLED": "0"}, check=True)
    shutil.rmtree(DEFINED, ignore_errors=True)
    DEFINED.mkdir(parents=True)
    for module, inner in DEFINITIONS.items():
        told = subprocess.run(["go", "mod", "download", "-json", module], cwd=HERE, capture_output=True, text=True, check=False)
        answer = json.loads(told.stdout or "{}")
        if "Dir" not in answer:
            raise RuntimeError(f"{module}: {answer.get('Error') or told.stderr}")
        for file in sorted((Path(answer["Dir"]) / inner).glob("*.yaml")):
            shutil.copyfile(file, DEFINED / file.name)


class Plane:
    """A cluster of its own on any port."""

    def __init__(self, *flags):
        self.folder = Path(tempfile.mkdtemp(prefix="cloudc-plane-"))
        command = [str(BINARY), "--tied", "--dir", str(self.folder), *flags]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        line = self.process.stdout.readline()
        if not line:
            told = self.process.stderr.read() + (self.folder / "log").read_text()[-3000:]
            self.close()
            raise RuntimeError(f"the cluster does not start:\n{told}")
        said = json.loads(line)
        self.endpoint, self.kubeconfig, self.ca = said["endpoint"], Path(said["kubeconfig"]), Path(said["ca"])

    def close(self):
        """Ends it and takes its folder away."""
        self.process.kill()
        self.process.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)
