use crate::grammar::Rule;

/// What a node of the tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// the root of one item with the blanks and comments before it
    Item,
    /// `/// ..`: documentation of what follows
    Doc,
    /// `// ..` inside brackets
    Comment,
    /// a member with its documentation and attributes before it
    Decorated,
    /// `@name` or `@name(..)`
    Attribute,
    /// `target = value`
    Assign,
    /// `name { .. }`: the same as `name = { .. }`
    Block,
    /// `noun label { .. }`
    Call,
    /// a member that could not be read, perhaps with a body that could
    Unread,
    /// `{ .. }`: members
    Body,
    /// `=> key = value` after the head of a `for` in a record
    Fold,
    /// what is assigned, scaled or patched: a name, then steps and constant indexes
    Target,
    /// a noun: names joined by dots
    Path,
    /// `app NAME { .. }`
    App,
    /// `use ".." as NAME`
    Use,
    /// `param NAME: TYPE = DEFAULT`
    Param,
    /// `let NAME = ..`
    Let,
    /// `output NAME = ..`
    Output,
    /// `type NAME = ..`
    TypeDef,
    /// `component NAME { .. }`
    Component,
    /// `scale TARGET { .. }`
    Scale,
    /// `resource NAME: TYPE [on CLUSTER] { .. }`
    Resource,
    /// `existing NAME: TYPE { .. }`
    Existing,
    /// `patch TARGET { .. }`
    Patch,
    /// `verb NAME = ..`
    Verb,
    /// `metric NAME[(params)] = ..`
    Metric,
    /// `operation NAME = ..`
    Operation,
    /// `acts as ..`
    Acts,
    /// `assert CONDITION, MESSAGE`
    Assert,
    /// `...record` as a member
    Spread,
    /// `allow SUBJECT to VERB OBJECT on PORTS`
    Allow,
    /// `never SUBJECT to VERB OBJECT on PORTS except LIST`
    Never,
    /// what follows `except`
    Except,
    /// `any NOUN` in a rule
    AnyOf,
    /// the verb of a sentence
    VerbWord,
    /// what follows `on`
    Ports,
    /// `for ..` with a body or a fold
    For,
    /// the head `for each NAME: TYPE`
    ForEach,
    /// the head `for KEY, NAME in LIST if CONDITION`
    ForHead,
    /// `if .. { .. } else { .. }`: conditions and bodies in turn
    If,
    /// two or more types joined by `|`
    Union,
    /// `TYPE?`
    Optional,
    /// the `?` of a type
    QuestionMark,
    /// `Secret<TYPE>`
    SecretType,
    /// `Int(1..6)`
    Bounded,
    /// `[TYPE]`
    ListType,
    /// `{TYPE}`
    MapType,
    /// `(TYPE)`
    ParenType,
    /// a type by name: names joined by dots
    TypePath,
    /// `{ name: TYPE = DEFAULT, .. }`
    RecordType,
    /// `(name: TYPE, ..)` of a metric
    Params,
    /// `name: TYPE = DEFAULT`
    Field,
    /// `if .. then .. else ..`: conditions and values in turn
    Choice,
    /// two or more operands with operators between them, flat; see `words::power` for what binds tighter
    Binary,
    /// a binary operator
    Operator,
    /// signs before a value
    Unary,
    /// `!` or `-` before a value
    Sign,
    /// a value and the steps, indexes and arguments after it
    Access,
    /// `.name` or `?.name`
    Step,
    /// `[..]` or `?[..]`
    Index,
    /// `(..)` after a name
    Args,
    /// `name = value` among arguments
    NamedArg,
    /// `...` in a list or among arguments
    SpreadArg,
    /// `(..)`
    Paren,
    /// `[..]`
    List,
    /// `for .. => value` in a list
    Comprehension,
    /// a name used as a value
    NameRef,
    /// a name that is declared, or that follows a dot
    Name,
    /// a number, quantity or address
    Number,
    /// `".."` or three quotes
    Str,
    /// plain text in a string
    Text,
    /// `\\` and what it escapes
    Escape,
    /// `${..}` in a string
    Hook,
    /// text that could not be read
    Error,
}

impl Kind {
    /// The kind that a grammar rule makes; `None` for rules that make no node.
    pub(crate) fn of(rule: Rule) -> Option<Kind> {
        Some(match rule {
            Rule::doc => Kind::Doc,
            Rule::comment => Kind::Comment,
            Rule::decorated => Kind::Decorated,
            Rule::attribute => Kind::Attribute,
            Rule::assign => Kind::Assign,
            Rule::block => Kind::Block,
            Rule::call => Kind::Call,
            Rule::blank => Kind::Unread,
            Rule::body => Kind::Body,
            Rule::fold => Kind::Fold,
            Rule::target => Kind::Target,
            Rule::path => Kind::Path,
            Rule::app => Kind::App,
            Rule::use_ => Kind::Use,
            Rule::param => Kind::Param,
            Rule::let_ => Kind::Let,
            Rule::output => Kind::Output,
            Rule::type_ => Kind::TypeDef,
            Rule::component => Kind::Component,
            Rule::scale => Kind::Scale,
            Rule::resource => Kind::Resource,
            Rule::existing => Kind::Existing,
            Rule::patch => Kind::Patch,
            Rule::verb => Kind::Verb,
            Rule::metric => Kind::Metric,
            Rule::operation => Kind::Operation,
            Rule::acts => Kind::Acts,
            Rule::assert => Kind::Assert,
            Rule::spread => Kind::Spread,
            Rule::allow => Kind::Allow,
            Rule::never => Kind::Never,
            Rule::except => Kind::Except,
            Rule::any => Kind::AnyOf,
            Rule::verb_word => Kind::VerbWord,
            Rule::ports => Kind::Ports,
            Rule::for_ => Kind::For,
            Rule::for_each => Kind::ForEach,
            Rule::for_head => Kind::ForHead,
            Rule::if_ => Kind::If,
            Rule::ty => Kind::Union,
            Rule::ty_atom => Kind::Optional,
            Rule::maybe => Kind::QuestionMark,
            Rule::secret => Kind::SecretType,
            Rule::bounded => Kind::Bounded,
            Rule::ty_list => Kind::ListType,
            Rule::ty_map => Kind::MapType,
            Rule::ty_paren => Kind::ParenType,
            Rule::type_path => Kind::TypePath,
            Rule::fields_ty => Kind::RecordType,
            Rule::fields => Kind::Params,
            Rule::field => Kind::Field,
            Rule::choice => Kind::Choice,
            Rule::binary => Kind::Binary,
            Rule::operator => Kind::Operator,
            Rule::unary => Kind::Unary,
            Rule::sign => Kind::Sign,
            Rule::access => Kind::Access,
            Rule::step => Kind::Step,
            Rule::index => Kind::Index,
            Rule::args => Kind::Args,
            Rule::named_arg => Kind::NamedArg,
            Rule::spread_arg => Kind::SpreadArg,
            Rule::paren => Kind::Paren,
            Rule::list => Kind::List,
            Rule::comprehension => Kind::Comprehension,
            Rule::value_name => Kind::NameRef,
            Rule::name => Kind::Name,
            Rule::number => Kind::Number,
            Rule::string => Kind::Str,
            Rule::text => Kind::Text,
            Rule::long_text => Kind::Text,
            Rule::escape => Kind::Escape,
            Rule::hook => Kind::Hook,
            Rule::hole => Kind::Error,
            Rule::EOI
            | Rule::item
            | Rule::element
            | Rule::argument
            | Rule::entry
            | Rule::kind
            | Rule::sp
            | Rule::gap
            | Rule::eol
            | Rule::nl
            | Rule::lines
            | Rule::edge
            | Rule::stop
            | Rule::members
            | Rule::member
            | Rule::form
            | Rule::reserved
            | Rule::label
            | Rule::sentence
            | Rule::party
            | Rule::ty_plain
            | Rule::expr
            | Rule::operand
            | Rule::primary
            | Rule::quad => return None,
        })
    }
}
