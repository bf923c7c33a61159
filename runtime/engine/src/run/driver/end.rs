//! The end of a run.

use cloudc_state::Entry;

use super::super::report::{Finish, Report};
use super::super::stop::Stop;
use super::super::{ApplyError, outputs};
use super::Driver;

impl Driver<'_> {
    /// Writes the outputs and that the run has ended, and sums it up.
    pub(super) async fn end(mut self) -> Result<Report, ApplyError> {
        self.tasks.abort_all();
        for number in 0..self.over.len() {
            if self.over.get(number) == Some(&false) && !self.running.contains_key(&number) {
                self.skip(number, None);
            }
        }
        self.report.not_tried.sort();
        self.report.took = self.provider.now().since(self.began);
        self.report.finish = match self.stop {
            Stop::Now if !self.running.is_empty() => Finish::Interrupted,
            _ if self.report.failed.is_empty() && self.report.not_tried.is_empty() => Finish::Complete,
            Stop::No => Finish::Incomplete,
            Stop::Finish | Stop::Now => Finish::Stopped,
        };
        let (values, missing) = outputs::values(self.graph, self.plan, self.state.document(), &self.sites);
        if values != self.state.document().outputs {
            self.entries.push(Entry::Outputs { values: values.clone() });
        }
        (self.report.outputs, self.report.missing) = (values, missing);
        // A run that finds nothing to do ends the one before it that was cut off.
        if !self.plan.steps.is_empty() || self.state.document().unfinished.is_some() {
            let Report { done, failed, not_tried, .. } = &self.report;
            self.entries.push(Entry::Ended {
                done: done.len(),
                failed: failed.len(),
                left: not_tried.len() + self.running.len(),
            });
        }
        self.write().await?;
        Ok(self.report)
    }
}
