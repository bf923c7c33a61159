use std::collections::HashSet;
use std::sync::Arc;

use cloudc_base::value::{Entries, Value};
use cloudc_base::{Key, Span};
use rustc_hash::FxBuildHasher;

use crate::block::Space;
use crate::contract::Word;
use crate::cost;
use crate::hir::{Expr, ForHead, ItemKind, Items};
use crate::mistakes::{bad_key, contract_value, cycle, unknown_name};
use crate::program::{Cell, Eval, Frame, FrameId, Locals, Program, Silent};

/// How many cells may wait for one another. A program comes nowhere near it; each one waits on the stack.
pub(crate) const MAX_NEEDS: usize = 2000;

impl Program<'_> {
    /// What a name means in a frame.
    pub(crate) fn name(&mut self, frame: FrameId, name: &Arc<str>, span: Span) -> Eval {
        if let Some(value) = self.lookup(frame, Space::Values, name, span)? {
            return Ok(value);
        }
        match &**name {
            "app" => return self.app(frame, span),
            "self" => return self.own_handle(frame, span),
            "given" => return self.given(frame, span),
            _ => {}
        }
        let near = self.suggestion(frame, name);
        let finding = unknown_name::finding(span, name, near.as_deref());
        self.fail(finding)
    }

    /// Looks a name up from a frame outwards.
    pub(crate) fn lookup(&mut self, frame: FrameId, space: Space, name: &Arc<str>, span: Span) -> Eval<Option<Value>> {
        let mut at = Some(frame);
        while let Some(id) = at {
            let Some(here) = self.get(id) else { return Err(Silent) };
            if space == Space::Values
                && let Some((_, value)) = here.locals.iter().find(|(local, _)| local == name)
            {
                return Ok(Some(value.clone()));
            }
            at = here.parent;
            if let Some(value) = self.declared(id, space, name, span)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// A name that a loop declares, as the map of all its turns; none for one that no loop declares.
    pub(crate) fn all_turns(&mut self, frame: FrameId, name: &Arc<str>, span: Span) -> Eval<Option<Value>> {
        let mut at = Some(frame);
        let mut outermost = None;
        while let Some(here) = at.and_then(|id| self.get(id)) {
            match here.block.find(Space::Values, name) {
                Some(_) => outermost = at,
                None if outermost.is_some() => break,
                None => {}
            }
            at = here.parent;
        }
        let Some(outermost) = outermost else { return Ok(None) };
        let value = self.declared(outermost, Space::Values, name, span)?;
        Ok(value.filter(|value| matches!(value, Value::Record(_))))
    }

    /// What a name means among the declarations of one frame, those inside its `if`s and `for`s included.
    pub(crate) fn declared(
        &mut self,
        frame: FrameId,
        space: Space,
        name: &Arc<str>,
        span: Span,
    ) -> Eval<Option<Value>> {
        let Some(here) = self.get(frame) else { return Err(Silent) };
        let Some(index) = here.block.find(space, name) else { return Ok(None) };
        let items = Arc::clone(&here.block.items);
        if let Some(item) = items.get(index) {
            self.not_before_sentences(item, name, span)?;
        }
        match items.get(index).map(|item| &item.kind) {
            Some(ItemKind::If { branches, otherwise }) => {
                let Some(branch) = self.branch(frame, index, branches, otherwise.as_ref())? else {
                    return Ok(Some(Value::Null));
                };
                // A name of the branch that is not taken is null (D7).
                Ok(Some(self.declared(branch, space, name, span)?.unwrap_or(Value::Null)))
            }
            Some(ItemKind::For { head, items }) => {
                self.looped(frame, index, (head, items), (space, name, span)).map(Some)
            }
            Some(_) => self.cell(frame, index, name, span).map(Some),
            None => Err(Silent),
        }
    }

    /// A name that a loop declares: the map of what its turns declare, put together once.
    fn looped(
        &mut self,
        frame: FrameId,
        index: usize,
        (head, items): (&ForHead, &Items),
        (space, name, span): (Space, &Arc<str>, Span),
    ) -> Eval {
        let at = (frame, space, Arc::clone(name));
        if let Some(known) = self.maps.get(&at) {
            return Ok(known.clone());
        }
        let turns = self.turns(frame, index, head, items)?;
        self.pay(turns.len() as u64, span)?;
        let mut map = Entries::new();
        for (key, turn) in turns.iter() {
            let value = self.declared(*turn, space, name, span)?.unwrap_or(Value::Null);
            map.set(label(key), value);
        }
        let map = map.seal();
        self.maps.insert(at, map.clone());
        Ok(map)
    }

    /// The value of a declaration, computed once.
    pub(crate) fn cell(&mut self, frame: FrameId, index: usize, name: &Arc<str>, span: Span) -> Eval {
        match self.get(frame).and_then(|here| here.cells.get(&index)) {
            Some(Cell::Done(value)) => return value.clone(),
            Some(Cell::Running) => {
                let finding = cycle::finding(span, name, &self.needs);
                return self.fail(finding);
            }
            None => {}
        }
        if self.needs.len() >= MAX_NEEDS {
            let finding = cycle::too_long(span, MAX_NEEDS);
            return self.fail(finding);
        }
        self.set_cell(frame, index, Cell::Running);
        self.needs.push((Arc::clone(name), span));
        let value = stacker::maybe_grow(1 << 20, 8 << 20, || self.compute(frame, index, span));
        self.needs.pop();
        self.set_cell(frame, index, Cell::Done(value.clone()));
        value
    }

    fn set_cell(&mut self, frame: FrameId, index: usize, cell: Cell) {
        if let Some(here) = self.get_mut(frame) {
            here.cells.insert(index, cell);
        }
    }

    fn compute(&mut self, frame: FrameId, index: usize, span: Span) -> Eval {
        let Some(here) = self.get(frame) else { return Err(Silent) };
        let items = Arc::clone(&here.block.items);
        let Some(item) = items.get(index) else { return Err(Silent) };
        match &item.kind {
            ItemKind::Let { value, .. } | ItemKind::Output { value, .. } => self.value(frame, value),
            ItemKind::Param { name, ty, default } => match self.open_param(frame, item)? {
                Some(open) => Ok(open),
                None => self.param(frame, name, ty, default.as_deref()),
            },
            ItemKind::Call { .. } => self.instance(frame, item),
            ItemKind::Resource { .. } => self.resource(frame, item),
            ItemKind::Existing { .. } => self.existing(frame, item),
            ItemKind::ActsAs { inner } => self.inner_handle(frame, inner),
            ItemKind::Verb { name, value } => self.contract(frame, Word::Verb, name, value),
            ItemKind::Metric { name, params, value } if params.is_empty() => {
                self.contract(frame, Word::Metric, name, value)
            }
            ItemKind::Metric { name, .. } => self.fail(contract_value::metric_called(span, &name.text)),
            ItemKind::Operation { name, value } => self.operation(frame, name, value),
            ItemKind::Contract { word, value } => self.word(frame, word, value),
            _ => Err(Silent),
        }
    }

    /// Decides an `if` or a `for`, which must not need itself.
    fn deciding<T>(
        &mut self,
        frame: FrameId,
        index: usize,
        (word, span): (&str, Span),
        decide: impl FnOnce(&mut Self) -> Eval<T>,
    ) -> Eval<T> {
        let shown: Arc<str> = self.headline(word, span).into();
        if self.get(frame).is_some_and(|here| here.deciding.contains(&index)) {
            let finding = cycle::finding(span, &shown, &self.needs);
            return self.fail(finding);
        }
        if self.needs.len() >= MAX_NEEDS {
            let finding = cycle::too_long(span, MAX_NEEDS);
            return self.fail(finding);
        }
        self.get_mut(frame).into_iter().for_each(|here| here.deciding.push(index));
        self.needs.push((shown, span));
        let decided = stacker::maybe_grow(1 << 20, 8 << 20, || decide(self));
        self.needs.pop();
        self.get_mut(frame).into_iter().for_each(|here| here.deciding.retain(|known| *known != index));
        decided
    }

    /// An `if` or a `for` as a chain of needs shows it: `if size > 3`.
    fn headline(&self, word: &str, span: Span) -> String {
        const LONGEST: usize = 40;
        match self.sources.slice(span) {
            text if text.len() <= LONGEST && !text.contains('\n') => format!("{word} {text}"),
            _ => word.to_owned(),
        }
    }

    /// A place to point at where there is none: the beginning of the program.
    fn somewhere(&self) -> Span {
        self.needs.last().map_or(Span::new(cloudc_base::FileId::ROOT, 0, 0), |(_, span)| *span)
    }

    /// The frame of the branch that is taken, if one is.
    pub(crate) fn branch(
        &mut self,
        frame: FrameId,
        index: usize,
        branches: &[(Expr, Items)],
        otherwise: Option<&Items>,
    ) -> Eval<Option<FrameId>> {
        if let Some(known) = self.get(frame).and_then(|here| here.branches.get(&index)) {
            return *known;
        }
        let head = branches.first().map_or_else(|| self.somewhere(), |(condition, _)| condition.span);
        let taken = self.deciding(frame, index, ("if", head), |program| {
            for (condition, items) in branches {
                if program.condition(frame, condition)? {
                    return Ok(Some(items));
                }
            }
            Ok(otherwise)
        });
        let branch = taken.and_then(|taken| {
            self.pay(cost::FRAME, head)?;
            Ok(taken.map(|items| self.inner(frame, items, None)))
        });
        if let Some(here) = self.get_mut(frame) {
            here.branches.insert(index, branch);
        }
        branch
    }

    /// The frames of a loop's turns, by key.
    pub(crate) fn turns(
        &mut self,
        frame: FrameId,
        index: usize,
        head: &ForHead,
        items: &Items,
    ) -> Eval<Arc<[(Key, FrameId)]>> {
        if let Some(known) = self.get(frame).and_then(|here| here.turns.get(&index)) {
            return Ok(Arc::clone(known));
        }
        let over = self.deciding(frame, index, ("for", head.over.span), |program| program.value(frame, &head.over))?;
        let keyed = matches!(over, Value::Record(_));
        let declares = crate::block::declares(items);
        let mut turns: Vec<(Key, FrameId)> = Vec::new();
        let mut labels: HashSet<Arc<str>, FxBuildHasher> = HashSet::default();
        for (number, (first, value)) in self.elements(&over, head.over.span)?.into_iter().enumerate() {
            let key = match if keyed { &first } else { &value } {
                // What declares nothing needs no address: a list of records will do (D12).
                _ if !declares => Key::Number(number as i64),
                Value::Later(later) if later.param().is_some() => Key::Text(later.to_string().into()),
                Value::Later(later) => return self.too_late(head.over.span, "the key of a turn", later),
                value => match key(value) {
                    Some(key) => key,
                    None => return self.fail_in(frame, bad_key::no_key(head.over.span, value)),
                },
            };
            if !labels.insert(label(&key)) {
                return self.fail_in(frame, bad_key::twice(head.over.span, if keyed { &first } else { &value }));
            }
            let locals = crate::eval::comprehensions::locals(head, first, value);
            self.pay(cost::FRAME, head.over.span)?;
            turns.push((key.clone(), self.inner(frame, items, Some((key, locals)))));
        }
        let turns: Arc<[(Key, FrameId)]> = turns.into();
        if let Some(here) = self.get_mut(frame) {
            here.turns.insert(index, Arc::clone(&turns));
        }
        Ok(turns)
    }

    /// A turn of `for each`: the name of what it is about.
    pub(crate) fn turn(&mut self, parent: FrameId, items: &Items, local: (Arc<str>, Value)) -> FrameId {
        let frame = self.inner(parent, items, None);
        if let Some(here) = self.get_mut(frame) {
            here.locals = vec![local];
        }
        frame
    }

    /// A frame inside another: a branch, or a turn of a loop with its key and names.
    fn inner(&mut self, parent: FrameId, items: &Items, turn: Option<(Key, Locals)>) -> FrameId {
        let (address, mut keys) = match self.get(parent) {
            Some(here) => (here.address.clone(), here.keys.clone()),
            None => Default::default(),
        };
        let id = self.frame(items, Some(parent), address);
        let locals = turn.map(|(key, locals)| {
            keys.push(key);
            locals
        });
        if let Some(frame) = self.get_mut(id) {
            let Frame { keys: its_keys, locals: its_locals, .. } = frame;
            (*its_keys, *its_locals) = (keys, locals.unwrap_or_default());
        }
        id
    }

    /// Pairs of key or index, and value, of a list or map.
    pub(crate) fn elements(&mut self, over: &Value, span: Span) -> Eval<Vec<(Value, Value)>> {
        match over {
            Value::List(values) => {
                let numbered = values.iter().enumerate();
                Ok(numbered.map(|(index, value)| (Value::Int(index as i64), value.clone())).collect())
            }
            Value::Record(record) => {
                Ok(record.iter().map(|(name, value)| (Value::Text(Arc::clone(name)), value.clone())).collect())
            }
            Value::Later(later) => self.too_late(span, "a loop", later),
            other => {
                let finding = crate::mistakes::wrong_kind::finding(span, "a list or a map", other);
                let finding = match other {
                    Value::Range(_) => finding.help("`range(3)` is the list 0, 1, 2"),
                    _ => finding,
                };
                self.fail(finding)
            }
        }
    }

    fn suggestion(&mut self, frame: FrameId, name: &str) -> Option<String> {
        let mut names: Vec<Arc<str>> = Vec::new();
        let mut at = Some(frame);
        while let Some(here) = at.and_then(|id| self.get(id)) {
            names.extend(here.locals.iter().map(|(local, _)| Arc::clone(local)));
            names.extend(here.block.names(Space::Values));
            at = here.parent;
        }
        self.guess(name, names.iter().map(|name| &**name))
    }
}

/// What a value is as a key (D12): a text, a number or a range of addresses.
fn key(value: &Value) -> Option<Key> {
    match value {
        Value::Text(text) => Some(Key::Text(Arc::clone(text))),
        Value::Int(number) => Some(Key::Number(*number)),
        Value::Cidr(range) => Some(Key::Text(Arc::from(range.to_string()))),
        _ => None,
    }
}

/// A key as the label of a map's entry.
fn label(key: &Key) -> Arc<str> {
    match key {
        Key::Text(text) => Arc::clone(text),
        Key::Number(number) => Arc::from(number.to_string()),
    }
}
