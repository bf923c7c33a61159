//! Sentences: what they forbid and what they allow, held against the whole graph.

mod shown;
mod ways_out;

crate::check::checks![
    never_broken,
    never_unproved,
    cannot_reach,
    no_way_to_service,
    never_granted,
    never_grant_unproved
];
