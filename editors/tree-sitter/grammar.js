/**
 * @file Grammar of .cld, the configuration language of cloudc.
 * @license Apache-2.0
 *
 * It follows compiler/syntax/src/cld.pest, which is normative. How the two ways of writing a grammar meet:
 * - Blanks and comments are extras. Line ends are not: a member ends with its line, so every place where a line may
 *   go on (`nl` in the pest file) says so here, with `$._nl`.
 * - A bracket that touches its left neighbour calls or indexes; after a blank it opens a list or a group. Immediate
 *   tokens tell the two apart, so there is no external scanner.
 * - Words that open a form are keywords only where a member may start. There, `_word` takes them as names when `=`,
 *   `.` or `{` follows. Everywhere else they are identifiers.
 * - `///` and attributes are siblings of what they belong to: nothing need follow them while one types.
 * - It is more lenient where nothing is gained: blanks after a sign or `...`, `if` and `for` as the name of a value.
 */

/** Form words that are names when `=`, `.`, `[` or `{` follows: `param { .. }` is a block of that name. */
const WORDS = [
  "acts", "app", "component", "existing", "let", "metric", "operation", "output", "param", "patch", "resource",
  "scale", "type", "use", "verb",
];

/** Words that are names only before `=` or `.`, because an expression or label may follow them. */
const STRONG = ["allow", "assert", "else", "for", "if", "never"];

/** Binary operators, from loosest to tightest. */
const LEVELS = [["||"], ["&&"], ["==", "!=", "<", ">", "<=", ">="], ["??"], [".."], ["+", "-"], ["*", "/"]];
const UNARY = LEVELS.length + 1;
const POSTFIX = UNARY + 1;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/;

/** `x, x, x` with line ends after commas and after the last one. */
const commas = ($, rule) => seq(rule, repeat(seq(",", optional($._nl), rule)), optional(","), optional($._nl));

/** `name = value` after a form word. */
const named = ($, word, value) => seq(word, field("name", $._label), "=", field("value", value));

export default grammar({
  name: "cld",

  word: $ => $.identifier,
  extras: $ => [/[ \t]/, $.comment],
  supertypes: $ => [$._expression, $._type],
  inline: $ => [$._label, $._operand, $._form_word, $._strong_word],

  rules: {
    source_file: $ => optional($._members),

    // ---------------------------------------------------------------------------------------------- members

    // A member that ends with a block needs nothing after it; any other ends with its line, a comma or the bracket.
    _members: $ => choice(seq(repeat1($._ended), optional($._line)), $._line),
    _ended: $ => choice(
      $._newline,
      $.doc_comment,
      $.attribute,
      seq($._block, optional(",")),
      seq($._line, choice(",", $._newline, $.doc_comment)),
    ),
    _line: $ => choice(
      $.assign, $.use, $.param, $.let, $.output, $.type, $.verb, $.metric, $.operation, $.acts, $.assert, $.spread,
      $.allow, $.never, $.fold,
    ),
    _block: $ => choice(
      $.block, $.call, $.app, $.component, $.scale, $.resource, $.existing, $.patch, $.for, $.if,
    ),

    body: $ => seq("{", optional($._members), "}"),

    attribute: $ => seq(
      "@", field("name", alias($._touching_name, $.identifier)), optional(field("arguments", $.arguments)),
    ),

    assign: $ => seq(field("target", $._target), "=", field("value", $._value)),
    block: $ => seq(field("name", $._word), field("body", $.body)),
    call: $ => seq(field("noun", alias($._noun, $.path)), field("name", $._label), field("body", $.body)),
    spread: $ => seq("...", field("value", $._access)),

    app: $ => seq("app", field("name", $._label), field("body", $.body)),
    use: $ => seq("use", field("path", $.string), "as", field("name", $._label)),
    param: $ => seq("param", field("name", $._label), ":", field("type", $._ty), optional($._default)),
    let: $ => named($, "let", $._value),
    output: $ => named($, "output", $._value),
    type: $ => named($, "type", $._ty),
    component: $ => seq("component", field("name", $._label), field("body", $.body)),
    scale: $ => seq("scale", field("target", $._place), field("body", $.body)),
    resource: $ => seq("resource", $._typed),
    existing: $ => seq("existing", $._typed),
    patch: $ => seq("patch", field("target", $._place), field("body", $.body)),
    verb: $ => named($, "verb", $._value),
    metric: $ => seq(
      "metric", field("name", $._label), optional(field("parameters", $.parameters)), "=", field("value", $._value),
    ),
    operation: $ => named($, "operation", $._value),
    acts: $ => seq("acts", "as", field("value", $._access)),
    assert: $ => seq("assert", field("condition", $._value), ",", optional($._nl), field("message", $._value)),

    _typed: $ => seq(
      field("name", $._label), ":", field("type", $.type_path),
      optional(seq("on", field("cluster", $._access))),
      field("body", $.body),
    ),

    // ---------------------------------------------------------------------------------------------- sentences

    allow: $ => seq("allow", $._sentence),
    never: $ => seq("never", $._sentence, optional(seq("except", field("except", $._party)))),
    _sentence: $ => prec.right(seq(
      field("subject", $._party), "to", field("verb", $._access),
      optional(field("object", $._party)),
      optional(seq("on", field("ports", $._value))),
    )),
    _party: $ => choice($.any, $._value),
    any: $ => seq("any", field("noun", alias($._path, $.path))),

    // ---------------------------------------------------------------------------------------------- loops, choices

    for: $ => seq(choice($._for_each, $._for_head), field("body", $.body)),
    // What stands in `{ for k, v in m => k = e }`.
    fold: $ => seq($._for_head, "=>", optional($._nl), field("key", $._access), "=", field("value", $._value)),
    _for_each: $ => seq("for", "each", field("name", $._label), ":", field("type", $.type_path)),
    _for_head: $ => seq(
      "for",
      field("name", choice($._label, alias("each", $.identifier))), optional(seq(",", field("name", $._label))),
      "in", field("source", $._operand),
      optional(seq("if", field("condition", $._operand))),
    ),
    if: $ => prec.right(seq(
      "if", field("condition", $._operand), field("body", $.body),
      repeat(seq("else", "if", field("condition", $._operand), field("body", $.body))),
      optional(seq("else", field("body", $.body))),
    )),

    // ---------------------------------------------------------------------------------------------- names

    _label: $ => choice($.identifier, $.string),
    _word: $ => choice($.identifier, alias($._form_word, $.identifier)),
    _form_word: _ => choice(...WORDS),
    _strong_word: _ => choice(...STRONG),

    _path: $ => seq($.identifier, repeat(seq($._dot, alias($._touching_name, $.identifier)))),

    // What a call may start with: no form word, but any word after a dot.
    _noun: $ => choice($.identifier, $._dotted),
    _dotted: $ => seq(choice($.identifier, $._dotted), $._dot, alias($._touching_name, $.identifier)),

    // The left side of `=`. A dotted name may still become the noun of a call, so it is `_dotted` here too.
    _target: $ => choice($._word, alias($._strong_word, $.identifier), $.string, alias($._address, $.address)),
    _address: $ => choice($._dotted, $._indexed),
    _indexed: $ => choice(
      seq(choice($._word, $.string, $._dotted, $._indexed), $._key),
      seq(choice($.string, $._indexed), $._step),
      seq(choice(alias($._form_word, $.identifier), alias($._strong_word, $.identifier)), $._step),
      seq(choice($.identifier, $._dotted), $._maybe_dot, alias($._touching_name, $.identifier)),
    ),
    _step: $ => seq(choice($._dot, $._maybe_dot), alias($._touching_name, $.identifier)),
    _key: $ => seq(
      alias($._touching_bracket, "["), optional($._nl),
      choice($.string, $._number, alias($.identifier, $.value_name)),
      optional($._nl), "]",
    ),

    // The same after `scale` and `patch`, where every word is a name.
    _place: $ => choice($._label, alias($._steps, $.address)),
    _steps: $ => seq(choice($._label, $._steps), choice($._step, $._key)),

    // ---------------------------------------------------------------------------------------------- types

    _ty: $ => choice($.union, $._type),
    union: $ => prec.left(seq($._ty, "|", optional($._nl), $._type)),
    _type: $ => choice($.optional_type, $._plain_type),
    _plain_type: $ => choice(
      $.secret_type, $.bounded_type, $.list_type, $.map_type, $.record_type, $.group_type, $.type_path, $.string,
    ),
    optional_type: $ => seq($._plain_type, alias($._touching_question, "?")),
    secret_type: $ => seq("Secret<", $._ty, ">"),
    bounded_type: $ => seq(
      field("name", $.identifier),
      alias($._touching_paren, "("), optional($._nl), field("bounds", $._value), optional($._nl), ")",
    ),
    list_type: $ => seq("[", optional($._nl), $._ty, optional($._nl), "]"),
    map_type: $ => seq("{", optional($._nl), $._ty, optional($._nl), "}"),
    group_type: $ => seq("(", optional($._nl), $._ty, optional($._nl), ")"),
    type_path: $ => $._path,
    record_type: $ => seq(
      "{", optional($._nl),
      optional(seq(
        repeat(seq($.doc_comment, optional($._nl))), $.field,
        repeat(seq($._field_end, $.field)),
        optional($._field_end),
      )),
      "}",
    ),
    _field_end: $ => seq(choice(",", $._newline, $.doc_comment), repeat(choice($._newline, $.doc_comment))),
    parameters: $ => seq(
      alias($._touching_paren, "("), optional($._nl), optional(commas($, $.field)), ")",
    ),
    field: $ => seq(field("name", $._label), ":", field("type", $._ty), optional($._default)),
    _default: $ => seq("=", field("default", $._value)),

    // ---------------------------------------------------------------------------------------------- expressions

    _value: $ => choice($.choice, $._operand),
    _operand: $ => $._expression,
    _expression: $ => choice($.binary, $.unary, $._access),

    choice: $ => prec.right(seq(
      "if", field("condition", $._operand), "then", optional($._nl), field("value", $._operand),
      repeat(seq(
        "else", optional($._nl),
        "if", field("condition", $._operand), "then", optional($._nl), field("value", $._operand),
      )),
      optional(seq("else", optional($._nl), field("value", $._operand))),
    )),

    binary: $ => choice(...LEVELS.flatMap((operators, level) => operators.map(operator => prec.left(level + 1, seq(
      field("left", $._expression), field("operator", operator), optional($._nl), field("right", $._expression),
    ))))),
    unary: $ => prec(UNARY, seq(field("operator", choice("!", "-")), field("value", choice($.unary, $._access)))),

    _access: $ => choice($.member, $.index, $.invoke, $._primary),
    member: $ => prec(POSTFIX, seq(
      field("value", $._access), choice($._dot, $._maybe_dot), field("name", alias($._touching_name, $.identifier)),
    )),
    index: $ => prec(POSTFIX, seq(
      field("value", $._access), choice(alias($._touching_bracket, "["), alias($._maybe_bracket, "?[")),
      optional($._nl), field("index", $._value), optional($._nl), "]",
    )),
    invoke: $ => prec(POSTFIX, seq(field("function", $._access), field("arguments", $.arguments))),
    arguments: $ => seq(
      alias($._touching_paren, "("), optional($._nl),
      optional(commas($, choice($.named_argument, $.spread, $._value))),
      ")",
    ),
    named_argument: $ => seq(
      field("name", choice($.identifier, alias("if", $.identifier))), "=", field("value", $._value),
    ),

    _primary: $ => choice(
      $.string, $._number, alias(choice($.identifier, "any"), $.value_name), $.list, alias($.body, $.record), $.group,
    ),
    group: $ => seq("(", optional($._nl), $._value, optional($._nl), ")"),
    list: $ => seq(
      "[", optional($._nl), optional(choice($.comprehension, commas($, choice($.spread, $._party)))), "]",
    ),
    comprehension: $ => seq($._for_head, "=>", optional($._nl), field("value", $._value), optional($._nl)),

    // ---------------------------------------------------------------------------------------------- tokens

    identifier: _ => NAME,
    _touching_name: _ => token.immediate(NAME),
    _dot: _ => token.immediate("."),
    _maybe_dot: _ => token.immediate("?."),
    _touching_bracket: _ => token.immediate("["),
    _maybe_bracket: _ => token.immediate("?["),
    _touching_paren: _ => token.immediate("("),
    _touching_question: _ => token.immediate("?"),

    // One token each: were a unit a token of its own, it would compete with the words that may follow a number.
    _number: $ => choice($.number, $.quantity, $.ip),
    number: _ => /[0-9]+(\.[0-9]+)*/,
    quantity: _ => /[0-9]+(\.[0-9]+)*(%|[A-Za-z_][A-Za-z0-9_]*)/,
    ip: _ => token(prec(1, /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+(\/[0-9]+)?/)),

    string: $ => choice(
      seq('"', repeat(choice($.text, $.escape, $.interpolation)), alias(token.immediate('"'), '"')),
      seq(
        '"""',
        repeat(choice(alias($._long_text, $.text), alias($._long_escape, $.escape), $.interpolation)),
        alias(token.immediate('"""'), '"""'),
      ),
    ),
    // A `$` or `"` that opens or closes nothing is text: the longest token decides.
    text: _ => prec.right(repeat1(choice(token.immediate(prec(1, /[^"\\$\n]+/)), token.immediate("$")))),
    _long_text: _ => prec.right(repeat1(choice(
      token.immediate(prec(1, /[^"\\$]+/)), token.immediate("$"), token.immediate(/""?/),
    ))),
    escape: _ => token.immediate(/\\(u\{[0-9A-Fa-f]*\}|.)/),
    _long_escape: _ => token.immediate(/\\(u\{[0-9A-Fa-f]*\}|.|\r?\n)/),
    interpolation: $ => seq(
      alias(token.immediate("${"), "${"), optional($._nl), $._value, optional($._nl), "}",
    ),

    _nl: $ => repeat1($._newline),
    _newline: _ => /(\r?\n[ \t]*)+/,
    // Where documentation may stand, both match to the line's end and the first one wins; `////` is always a comment.
    doc_comment: _ => /\/\/\/([^\/\n][^\n]*)?/,
    comment: _ => /\/\/[^\n]*/,
  },
});
