/// The name of the bucket that archives and templates for a region of an account are uploaded to, where nobody names another.
pub fn assets_bucket(account: &str, region: &str) -> String {
    format!("cloudc-assets-{account}-{region}")
}
