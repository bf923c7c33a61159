/// How a program is applied: it decides which calls are made, and how things are named that the program does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// `cloudc apply`: through Cloud Control.
    Direct,
    /// A stack of the templates that `cloudc emit --to cloudformation` writes, with the rights of whoever deploys it.
    CloudFormation,
}

impl Way {
    /// Both.
    pub const ALL: [Way; 2] = [Way::Direct, Way::CloudFormation];

    /// As folders are called.
    pub fn name(self) -> &'static str {
        match self {
            Way::Direct => "direct",
            Way::CloudFormation => "cloudformation",
        }
    }
}
