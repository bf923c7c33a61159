use cloudc_provider::Timestamp;
use serde_json::json;

use crate::cloud::{self, Kind};
use crate::disk;
use crate::exit::Exit;
use crate::failure::Failure;

/// Say what lets in to a cluster of EKS, as kubectl and Helm ask for it
///
/// The answer is that of a credential plugin of Kubernetes (`client.authentication.k8s.io/v1`).
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What EKS calls the cluster
    cluster: String,

    /// In which region it is
    #[arg(long)]
    region: String,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let pass = cloud::block_on(Kind::Aws, async {
        let pass = cloudc_aws::pass(&args.region, &args.cluster).await;
        pass.map_err(|source| Failure::NoPass { cluster: args.cluster.clone(), source })
    })?;
    let answer = json!({
        "apiVersion": "client.authentication.k8s.io/v1",
        "kind": "ExecCredential",
        "status": {
            "token": pass.token,
            "expirationTimestamp": Timestamp::of_machine().after(pass.lasts).to_string(),
        },
    });
    disk::print(&format!("{answer}\n"));
    Ok(Exit::Clean)
}
