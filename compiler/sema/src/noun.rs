//! Which noun or type a name stands for: of the program, of a used file, of the library.

use std::sync::Arc;

use cloudc_base::value::Value;
use cloudc_base::{Address, nearest};
use cloudc_facts::library;

use crate::block::Space;
use crate::hir::{Expr, ExprKind, ItemKind, Items, Path, TypeExpr};
use crate::mistakes::unknown_noun;
use crate::program::{Eval, FrameId, Program, Silent};

/// Which noun something is: two are the same if these are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NounId {
    /// A file, by its path.
    File(Arc<str>),
    /// A component, by where its declarations are kept.
    Component(usize),
}

/// Whether a file comes with the language.
pub fn is_library(path: &str) -> bool {
    path == crate::contract::FILE || library::at(path).is_some()
}

/// The nouns that come with the language, by name, each with its text.
pub fn library() -> impl Iterator<Item = (&'static str, &'static str)> {
    library::nouns().iter().map(|noun| (noun.name, noun.text))
}

/// What a name of the space of nouns stands for.
pub(crate) enum Meaning {
    /// A component, and the frame that declares it.
    Component(Items, FrameId),
    /// A file as a noun.
    File(Arc<str>),
    /// A type, and the frame where it is written.
    Type(TypeExpr, FrameId),
}

impl Meaning {
    pub(crate) fn id(&self) -> Option<NounId> {
        match self {
            Meaning::Component(items, _) => Some(NounId::Component(items.as_ptr().addr())),
            Meaning::File(path) => Some(NounId::File(Arc::clone(path))),
            Meaning::Type(..) => None,
        }
    }
}

impl Program<'_> {
    /// What a noun or type is called by `path` in a frame; none if nothing is.
    pub(crate) fn meaning(&mut self, frame: FrameId, path: &Path) -> Eval<Option<Meaning>> {
        let mut steps = path.text.split('.');
        let first = steps.next().unwrap_or_default();
        let mut found = self.nearest_meaning(frame, first)?;
        for step in steps {
            let Some(Meaning::File(file)) = found else { return Ok(None) };
            let module = self.module(&file)?;
            found = self.declared_noun(module, step)?;
        }
        Ok(found)
    }

    /// The meaning of a name, from a frame outwards, then in the library.
    fn nearest_meaning(&mut self, frame: FrameId, name: &str) -> Eval<Option<Meaning>> {
        let mut at = Some(frame);
        while let Some(id) = at {
            if let Some(found) = self.declared_noun(id, name)? {
                return Ok(Some(found));
            }
            at = self.get(id).and_then(|here| here.parent);
        }
        if let Some(noun) = library::noun(name) {
            return Ok(Some(Meaning::File(noun.path.into())));
        }
        let Some(shared) = library::shared(name) else { return Ok(None) };
        let module = self.module(shared.path)?;
        self.declared_noun(module, name)
    }

    /// What one frame's own declarations call by this name.
    fn declared_noun(&mut self, frame: FrameId, name: &str) -> Eval<Option<Meaning>> {
        let Some(here) = self.get(frame) else { return Err(Silent) };
        let Some(index) = here.block.find(Space::Nouns, name) else { return Ok(None) };
        let items = Arc::clone(&here.block.items);
        match items.get(index).map(|item| &item.kind) {
            Some(ItemKind::Component { items, .. }) => Ok(Some(Meaning::Component(Arc::clone(items), frame))),
            Some(ItemKind::Type { ty, .. }) => Ok(Some(Meaning::Type(TypeExpr::clone(ty), frame))),
            Some(ItemKind::Use { path, .. }) => self.used(path).map(|file| Some(Meaning::File(file))),
            Some(ItemKind::If { branches, otherwise }) => {
                match self.branch(frame, index, branches, otherwise.as_ref())? {
                    Some(branch) => self.declared_noun(branch, name),
                    None => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    /// What a noun declares, where its names are looked up that it does not declare itself, and which noun it is.
    pub(crate) fn noun(&mut self, frame: FrameId, noun: &Path) -> Eval<(Items, Option<FrameId>, NounId)> {
        let meaning = self.meaning(frame, noun)?;
        let id = meaning.as_ref().and_then(Meaning::id);
        match (meaning, id) {
            (Some(Meaning::Component(items, parent)), Some(id)) => Ok((items, Some(parent), id)),
            (Some(Meaning::File(path)), Some(id)) => Ok((self.file(&path, noun)?, None, id)),
            (Some(Meaning::Type(..)), _) => self.fail(unknown_noun::is_type(noun.span, &noun.text)),
            _ => {
                let near = self.near_noun(frame, &noun.text);
                self.fail(unknown_noun::finding(noun.span, &noun.text, near.as_deref()))
            }
        }
    }

    /// The noun that a name probably means.
    pub(crate) fn near_noun(&mut self, frame: FrameId, name: &str) -> Option<String> {
        let mut known: Vec<Arc<str>> = Vec::new();
        let mut at = Some(frame);
        while let Some(here) = at.and_then(|id| self.get(id)) {
            known.extend(here.block.names(Space::Nouns));
            at = here.parent;
        }
        let library = library::nouns().iter().map(|noun| noun.name);
        self.guess(name, known.iter().map(|name| &**name).chain(library))
    }

    /// The path of a used file, relative to the program's root.
    fn used(&mut self, path: &Expr) -> Eval<Arc<str>> {
        let ExprKind::Literal(Value::Text(text)) = &path.kind else { return Err(Silent) };
        let file = match self.relative(path.span.file, text) {
            Some(file) if file.ends_with(".cld") => file,
            Some(folder) if folder.is_empty() => "main.cld".to_owned(),
            Some(folder) => format!("{folder}/main.cld"),
            None => return self.fail(unknown_noun::outside(path.span, text)),
        };
        match self.items_of(&file) {
            Ok(_) => Ok(file.into()),
            Err(why) => {
                let near = self.near_file(text, path.span.file);
                // A name with a dot is meant as a file.
                let is_file = text.rsplit('/').next().is_some_and(|name| name.trim_start_matches('.').contains('.'));
                let why = if is_file { format!("there is no file `{text}`") } else { why };
                self.fail(unknown_noun::unreadable(path.span, &why, near.as_deref()))
            }
        }
    }

    /// The file or folder that a path probably means, as a program in `from` writes it.
    fn near_file(&self, path: &str, from: cloudc_base::FileId) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        let place = self.relative(from, if folder.is_empty() { "." } else { folder })?;
        let files = self.world.list(&place).ok()?;
        let inside = files.iter().map(|file| match place.is_empty() {
            true => file.as_str(),
            false => file.strip_prefix(&place).and_then(|rest| rest.strip_prefix('/')).unwrap_or(file),
        });
        let nouns = inside.filter_map(|file| match file.split_once('/') {
            Some((folder, "main.cld")) => Some(folder),
            Some(_) => None,
            None => file.ends_with(".cld").then_some(file),
        });
        let near = nearest(name, nouns)?;
        Some(if folder.is_empty() { near.to_owned() } else { format!("{folder}/{near}") })
    }

    /// What a used file declares.
    fn file(&mut self, file: &str, noun: &Path) -> Eval<Items> {
        match self.items_of(file) {
            Ok(items) => Ok(items),
            Err(why) => self.fail(unknown_noun::unreadable(noun.span, &why, None)),
        }
    }

    /// What a file of the program or the library declares, or why it cannot be read.
    pub(crate) fn items_of(&mut self, file: &str) -> Result<Items, String> {
        if let Some(items) = self.files.get(file) {
            return Ok(Arc::clone(items));
        }
        let text = match library::at(file) {
            Some(text) => text.into(),
            None => self.world.read(file).map_err(|error| error.to_string())?,
        };
        let items = self.take(file, &text);
        self.files.insert(file.to_owned(), Arc::clone(&items));
        Ok(items)
    }

    /// The frame of a file whose components and types are used; its params keep their defaults.
    pub(crate) fn module(&mut self, file: &str) -> Eval<FrameId> {
        if let Some(&module) = self.modules.get(file) {
            return Ok(module);
        }
        let items = self.items_of(file).map_err(|_| Silent)?;
        let module = self.frame(&items, None, Address::root());
        self.modules.insert(file.to_owned(), module);
        Ok(module)
    }

    /// A path relative to the file that says it; `None` if it leaves the program's root.
    pub(crate) fn relative(&self, file: cloudc_base::FileId, path: &str) -> Option<String> {
        let from = self.sources.get(file).map(|source| source.name().to_owned()).unwrap_or_default();
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let absolute = folder.starts_with('/');
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        let joined = parts.join("/");
        Some(if absolute { format!("/{joined}") } else { joined })
    }
}
