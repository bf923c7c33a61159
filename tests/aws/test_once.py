"""What AWS tells only once is kept, sealed by a key of KMS, sent to who needs it, and written nowhere."""

import base64
import json
import shutil
import unittest

from stand import Stand

BUCKET = "states"


class Once(unittest.TestCase):
    """Each test has a cloud of its own."""

    def setUp(self):
        self.stand = Stand("once")
        self.addCleanup(self.stand.close)
        self.stand.more = {"CLOUDC_AWS_SETTLING": "0"}
        self.bucket = self.stand.client("s3")
        self.bucket.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.kms = self.stand.client("kms")
        key = self.kms.create_key()["KeyMetadata"]["KeyId"]
        self.kms.create_alias(AliasName="alias/state", TargetKeyId=key)

    def handed(self):
        """What Secrets Manager keeps by now."""
        vault = self.stand.client("secretsmanager")
        (one,) = [one for one in vault.list_secrets()["SecretList"] if one["Name"] != "late"]
        return json.loads(vault.get_secret_value(SecretId=one["ARN"])["SecretString"])

    def keys(self):
        """The keys of the user."""
        users = [user["UserName"] for user in self.stand.client("iam").list_users()["Users"]]
        pages = [self.stand.client("iam").list_access_keys(UserName=user)["AccessKeyMetadata"] for user in users]
        return [key["AccessKeyId"] for page in pages for key in page]

    def written(self):
        """Every object of the state and every file beside the program."""
        names = [one["Key"] for one in self.bucket.list_objects_v2(Bucket=BUCKET)["Contents"]]
        texts = [self.bucket.get_object(Bucket=BUCKET, Key=name)["Body"].read().decode() for name in names]
        return texts + [path.read_text(errors="replace") for path in self.stand.program.rglob("*") if path.is_file()]

    def test_a_key_is_handed_on_and_survives_the_machine(self):
        """Another machine, without any file, still knows it; nobody finds it in what is written."""
        told = self.stand.cloudc("apply", "--yes", "--json")
        handed = self.handed()
        self.assertEqual(self.keys(), [handed["id"]])
        self.assertGreater(len(handed["secret"]), 20)
        shutil.rmtree(self.stand.program / ".cloudc")
        self.assertIn("Nothing to do", self.stand.cloudc("plan"))
        told += self.stand.cloudc("state pull")
        self.assertFalse([text for text in [told, *self.written()] if handed["secret"] in text])
        self.assertEqual(self.stand.cloudc("output", "--reveal", "key.SecretAccessKey").strip(), handed["secret"])
        # It goes to one who comes later too.
        late = 'resource late: aws.secretsmanager.Secret { Name = "late", SecretString = base64(key.SecretAccessKey) }'
        self.stand.edit("resource told:", f"{late}\nresource told:")
        self.stand.cloudc("apply", "--yes")
        value = self.stand.client("secretsmanager").get_secret_value(SecretId="late")["SecretString"]
        self.assertEqual(base64.b64decode(value).decode(), handed["secret"])
        self.stand.cloudc("destroy", "--yes")
        self.assertEqual(self.keys(), [])

    def test_without_the_key_of_kms_nothing_is_sent(self):
        """A secret that cannot be kept is not asked for."""
        self.kms.delete_alias(AliasName="alias/state")
        told = self.stand.cloudc("apply", "--yes", expect=3)
        self.assertIn("the key `alias/state` cannot be used", told)
        self.assertIn("kms:GenerateDataKey", told)
        self.assertEqual(self.keys(), [])

    def test_a_run_that_is_killed_leaves_one_key_whose_secret_is_known(self):
        """At whichever call it dies: a key whose secret was lost is replaced, and the plan says so."""
        # A lock in a bucket would be waited for.
        self.stand.edit('state = "s3://states/team", ', "")
        seen = ""
        for at, when in [(point, when) for point in range(1, 6) for when in ("before", "after")]:
            self.stand.killed("apply", at, when)
            seen += self.stand.cloudc("plan")
            self.stand.cloudc("apply", "--yes")
            handed = self.handed()
            self.assertEqual(self.keys(), [handed["id"]], (at, when))
            self.assertEqual(self.stand.cloudc("output", "--reveal", "key.SecretAccessKey").strip(), handed["secret"])
            self.assertIn("Nothing to do", self.stand.cloudc("plan"))
            self.stand.cloudc("destroy", "--yes")
            self.assertEqual(self.keys(), [])
        self.assertIn("told once, when it was made, and nobody has kept it", seen)


if __name__ == "__main__":
    unittest.main()
