use std::cell::OnceCell;

use cloudc_base::Finding;
use cloudc_graph::Graph;

use crate::cluster::{Cluster, clusters};
use crate::grants::Grants;
use crate::parties::Parties;
use crate::proofs::{self, Judgement, Verdict};
use crate::read::Index;
use crate::topology::Topology;

/// What checks look at. Models of the graph are made when a check first asks for them.
pub(crate) struct Context<'g> {
    pub(crate) graph: &'g Graph,
    pub(crate) index: &'g Index<'g>,
    clusters: OnceCell<Vec<Cluster<'g>>>,
    topology: OnceCell<Topology<'g>>,
    grants: OnceCell<Grants>,
    verdicts: OnceCell<Vec<Verdict>>,
    judgements: OnceCell<Vec<Judgement>>,
}

/// What a check finds.
pub(crate) type Findings = Vec<Finding>;

impl<'g> Context<'g> {
    pub(crate) fn new(graph: &'g Graph, index: &'g Index<'g>) -> Context<'g> {
        let (clusters, topology, grants) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        let (verdicts, judgements) = (OnceCell::new(), OnceCell::new());
        Context { graph, index, clusters, topology, grants, verdicts, judgements }
    }

    /// What lives on clusters.
    pub(crate) fn clusters(&self) -> &[Cluster<'g>] {
        self.clusters.get_or_init(|| clusters(self.graph, self.index))
    }

    /// The network.
    pub(crate) fn topology(&self) -> &Topology<'g> {
        self.topology.get_or_init(|| Topology::new(self.graph, self.index))
    }

    /// Who parties of sentences are in the network.
    pub(crate) fn parties(&self) -> Parties<'_, 'g> {
        Parties { graph: self.graph, all: self.topology() }
    }

    /// What is to be said of sentences about packets.
    pub(crate) fn verdicts(&self) -> &[Verdict] {
        self.verdicts.get_or_init(|| proofs::prove(self))
    }

    /// Who may do what.
    pub(crate) fn grants(&self) -> &Grants {
        self.grants.get_or_init(|| Grants::new(self.graph, self.index))
    }

    /// What is to be said of sentences about permissions.
    pub(crate) fn judgements(&self) -> &[Judgement] {
        self.judgements.get_or_init(|| proofs::judge(self))
    }
}
