use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use cloudc_provider::{Account, Call, Connection, Fault, Site};

use crate::cluster::Cluster;

/// The clusters that were needed by now.
#[derive(Debug)]
pub(crate) struct Clusters {
    pub(crate) account: Arc<dyn Account>,
    open: Mutex<BTreeMap<(Connection, Site), Arc<Cluster>>>,
}

impl Clusters {
    pub(crate) fn new(account: Arc<dyn Account>) -> Clusters {
        Clusters { account, open: Mutex::default() }
    }

    /// The cluster that a call is about.
    pub(crate) fn of(&self, call: &Call) -> Result<Arc<Cluster>, Fault> {
        let Some(connection) = call.connection.as_deref() else {
            let cluster = call.site.cluster.as_deref().unwrap_or("the cluster");
            return Err(Fault::impossible(format!(
                "the way to `{cluster}` is not known: it was never reached from here"
            )));
        };
        Ok(self.at(connection, &call.site))
    }

    /// The cluster at the end of a way.
    pub(crate) fn at(&self, connection: &Connection, site: &Site) -> Arc<Cluster> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Cluster::new(connection.clone(), site.clone(), Arc::clone(&self.account)));
        Arc::clone(open.entry((connection.clone(), site.clone())).or_insert_with(new))
    }
}
