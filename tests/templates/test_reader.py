"""The function that answers reads for CloudFormation, run against moto: `python -m unittest test_reader`."""

import json
import os
import types
import unittest
from pathlib import Path

import boto3
from moto import mock_aws

# Lambda says in which region a function runs.
os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"

CODE = Path(__file__).resolve().parents[2] / "compiler/emit/src/cloudformation/reader.py"


class Reader(unittest.TestCase):
    """What CloudFormation is told."""

    def setUp(self):
        self.module = types.ModuleType("reader")
        exec(compile(CODE.read_text(), CODE, "exec"), self.module.__dict__)
        self.told = []
        self.module.urlopen = lambda request, timeout: self.told.append(request)

    def run_on(self, kind, **asked):
        """Runs the function on a request of CloudFormation's; gives what it told."""
        ids = {"StackId": "s", "RequestId": "r", "LogicalResourceId": "l", "ResponseURL": "https://example.com/answer"}
        self.module.handler({**ids, "RequestType": kind, "ResourceProperties": asked}, None)
        (request,) = self.told
        self.assertEqual((request.method, request.full_url), ("PUT", "https://example.com/answer"))
        return json.loads(request.data)

    @mock_aws
    def test_it_reads(self):
        """A value of an answer, by its path; what the answer lacks is left out."""
        boto3.client("ssm").put_parameter(Name="/a", Value="on", Type="String")
        asked = {"Service": "ssm", "Operation": "GetParameter", "Input": '{"Name":"/a"}'}
        told = self.run_on("Create", **asked, Output={"Value": "Parameter.Value", "None": "Parameter.Nothing"})
        self.assertEqual((told["Status"], told["Data"]), ("SUCCESS", {"Value": "on"}))
        self.assertEqual(told["PhysicalResourceId"], "l")

    @mock_aws
    def test_it_says_what_went_wrong(self):
        """CloudFormation waits for an hour if it is told nothing."""
        asked = {"Service": "ssm", "Operation": "GetParameter", "Input": '{"Name":"/none"}', "Output": {}}
        told = self.run_on("Create", **asked)
        self.assertEqual(told["Status"], "FAILED")
        self.assertIn("ParameterNotFound", told["Reason"])

    def test_nothing_is_read_when_it_is_removed(self):
        """Whatever it would read may be gone."""
        self.assertEqual(self.run_on("Delete", Service="none")["Status"], "SUCCESS")


if __name__ == "__main__":
    unittest.main()
