//! Identity: who may do what, policies of AWS, keys.

mod statements;

crate::check::checks![
    retired_policy,
    unknown_policy,
    broad_policy,
    broad_statement,
    escalation,
    unfit_action,
    policy_size,
    access_key,
    unheard,
    loose_verb,
    any_account,
    no_records
];

pub(crate) use no_records::may_write as may_write_logs;
