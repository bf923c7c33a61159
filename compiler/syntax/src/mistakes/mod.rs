//! Every mistake in the text that has a name: one file each, with the page that `cloudc explain` shows beside it.
//!
//! A mistake that the grammar stops at has a `find`, which looks at the place ([`Failure`]) and, if it knows what
//! happened, says so and how to repair it. [`RECOGNISERS`] asks them in order: the more specific first. To add one:
//! a file, a page, and a line in each of the two lists below.

mod failure;
mod sentence_lists;

use cloudc_base::{Code, Edit, Finding, Span};

pub(crate) use failure::Failure;

use crate::shadow::Repair;

/// Declares the code of a finding; its page stands beside its file.
macro_rules! code {
    ($severity:ident $id:literal $name:literal $page:literal) => {
        pub(crate) static CODE: cloudc_base::Code = cloudc_base::Code {
            id: $id,
            name: $name,
            severity: cloudc_base::Severity::$severity,
            page: include_str!($page),
        };
    };
}
pub(crate) use code;

/// A recognised mistake, and what makes the text readable for what comes after it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) finding: Finding,
    pub(crate) repairs: Vec<Repair>,
}

impl Found {
    /// A mistake whose fix no tool can guess: `repairs` only let reading go on.
    fn without_fix(finding: Finding, repairs: Vec<Repair>) -> Option<Found> {
        Some(Found { finding, repairs })
    }
}

impl From<Finding> for Found {
    /// A mistake that is repaired by its own fix.
    fn from(finding: Finding) -> Found {
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        let repairs = edits.map(|edit| Repair::new(edit.span.range(), edit.text.clone())).collect();
        Found { finding, repairs }
    }
}

fn edit(span: Span, text: impl Into<String>) -> Edit {
    Edit { span, text: text.into() }
}

macro_rules! mistakes {
    ($($name:ident),* $(,)?) => {
        $(pub(crate) mod $name;)*

        /// Every code of this crate, in the order of their numbers.
        pub const CODES: &[&Code] = &[$(&$name::CODE),*];
    };
}

mistakes![
    hash_comment,
    block_comment,
    foreign_quotes,
    unclosed_string,
    unclosed_interpolation,
    strange_character,
    unclosed_bracket,
    stray_bracket,
    mismatched_bracket,
    too_deep,
    too_many,
    heredoc,
    foreign_line,
    missing_let,
    equals_before_block,
    wrong_assignment,
    missing_equals,
    missing_value,
    missing_comma,
    semicolon,
    missing_name,
    bad_name,
    missing_block,
    param_without_type,
    type_on_value,
    resource_type,
    use_form,
    foreign_word,
    misspelt_word,
    sentence_form,
    missing_on,
    assert_message,
    line_start,
    loop_head,
    attribute_form,
    misplaced_form,
    orphan,
    misplaced_doc,
    misplaced_on,
    brackets_on_label,
    trailing,
    acts_form,
    spread_form,
    path_form,
    bad_number,
    bad_address,
    open_range,
    foreign_operator,
    assignment_in_condition,
    choice_form,
    apart_bracket,
    unknown_escape,
    text_indent,
    dollar,
    joined_values,
    comprehension_form,
    foreign_index,
    foreign_type,
    extra_comma,
    bracket_content,
    apart_sign,
    unquoted_text,
    unexpected,
];

type Recogniser = fn(&Failure<'_>) -> Option<Found>;

/// Asked in this order: what has a word or mark of its own first, what is only missing last.
const RECOGNISERS: &[Recogniser] = &[
    semicolon::find,
    foreign_line::before_member,
    block_comment::find,
    sentence_form::ports_first,
    line_start::find,
    acts_form::find,
    missing_equals::reserved,
    foreign_word::tag,
    foreign_word::made,
    sentence_form::granted,
    unquoted_text::action,
    missing_block::colon,
    foreign_word::find,
    misspelt_word::find,
    foreign_line::find,
    attribute_form::find,
    attribute_form::on_value,
    type_on_value::find,
    path_form::find,
    bad_name::find,
    foreign_type::find,
    resource_type::find,
    bad_address::find,
    bad_address::backslash,
    use_form::find,
    dollar::find,
    dollar::shell_index,
    missing_block::unbraced,
    missing_block::indented,
    heredoc::find,
    choice_form::find,
    assignment_in_condition::find,
    bracket_content::named,
    bracket_content::block,
    spread_form::find,
    apart_sign::find,
    foreign_operator::find,
    open_range::find,
    bad_number::find,
    equals_before_block::find,
    equals_before_block::value,
    param_without_type::find,
    missing_name::find,
    comprehension_form::unfinished,
    comprehension_form::find,
    loop_head::find,
    assert_message::find,
    dollar::shell_default,
    wrong_assignment::yaml_list,
    missing_on::find,
    sentence_form::find,
    unquoted_text::find,
    wrong_assignment::find,
    missing_value::find,
    brackets_on_label::find,
    foreign_index::find,
    missing_equals::find,
    apart_bracket::find,
    misplaced_on::find,
    missing_block::find,
    missing_comma::find,
    joined_values::find,
    missing_value::before,
    trailing::find,
];

/// The first recogniser that knows what happened.
pub(crate) fn recognise(failure: &Failure<'_>) -> Option<Found> {
    RECOGNISERS.iter().find_map(|find| find(failure))
}

/// What is said where no recogniser knows better.
pub(crate) fn unexpected(failure: &Failure<'_>) -> Finding {
    unexpected::finding(failure)
}

/// What is said of an item that nothing could be made of.
pub(crate) fn unreadable(span: Span) -> Finding {
    unexpected::unreadable(span)
}
