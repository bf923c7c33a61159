//! The secrets of a state: kept, opened, and moved with what they belong to.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_provider::{Revealed, Token};

use crate::vault::{Spot, Vault};
use crate::{Document, Entry, Keeper, KeyError, State, StateError};

/// A secret of what a document records at an address, in clear, for who looks at the document and changes nothing; none if none
/// is kept there.
///
/// # Errors
/// As [`State::opened`].
pub async fn reveal(
    document: &Document,
    keepers: Vec<Arc<dyn Keeper>>,
    address: &str,
    place: &str,
) -> Result<Option<String>, KeyError> {
    let Some(sealed) = document.at(address).and_then(|record| record.sealed.get(place)) else { return Ok(None) };
    let mut vault = Vault::new(keepers);
    vault.unlock(&document.lineage, &document.keys).await;
    vault.open(Spot { lineage: &document.lineage, address, place }, sealed).map(Some)
}

impl State {
    /// Says who keeps the keys of its secrets: the first one wraps new keys too.
    pub fn kept_by(&mut self, keepers: Vec<Arc<dyn Keeper>>) {
        self.vault = Vault::new(keepers);
    }

    /// Opens its keys, as far as they can be opened; whoever needs one that could not is told why.
    pub async fn unlock(&mut self) {
        let (lineage, keys) = (self.document().lineage.clone(), self.document().keys.clone());
        self.vault.unlock(&lineage, &keys).await;
    }

    /// Makes sure that secrets can be kept: before anything is sent that may tell one.
    ///
    /// # Errors
    /// There is no key, and none can be drawn.
    pub async fn ready_for_secrets(&mut self) -> Result<(), StateError> {
        self.unlock().await;
        if self.vault.current(&self.document().keys).is_some() {
            return Ok(());
        }
        let lineage = self.document().lineage.clone();
        let (name, key) = self.vault.draw(&lineage).await?;
        self.record(vec![Entry::Keyed { name, key }]).await
    }

    /// What records that an operation told a secret. [`State::ready_for_secrets`] comes before.
    ///
    /// # Errors
    /// There is no key.
    pub fn sealed(&self, op: &Token, address: &str, place: &str, secret: &str) -> Result<Entry, KeyError> {
        let sealed = self.seal(address, place, secret)?;
        Ok(Entry::Sealed { op: op.clone(), place: place.to_owned(), sealed })
    }

    fn seal(&self, address: &str, place: &str, secret: &str) -> Result<String, KeyError> {
        let document = self.document();
        let name = self.vault.current(&document.keys).ok_or(KeyError::NoKey)?;
        self.vault.seal(name, Spot { lineage: &document.lineage, address, place }, secret)
    }

    /// A secret of what is recorded at an address, in clear; none if none is kept there. [`State::unlock`] comes before.
    ///
    /// # Errors
    /// Its key is not here, or it is not what was sealed there.
    pub fn opened(&self, address: &str, place: &str) -> Result<Option<String>, KeyError> {
        let Some(sealed) = self.document().at(address).and_then(|record| record.sealed.get(place)) else {
            return Ok(None);
        };
        self.vault.open(Spot { lineage: &self.document().lineage, address, place }, sealed).map(Some)
    }

    /// Those of the secrets at these places that are kept, in clear.
    ///
    /// # Errors
    /// As [`State::opened`].
    pub fn revealed<'p>(&self, places: impl Iterator<Item = (&'p str, &'p str)>) -> Result<Revealed, KeyError> {
        let mut found = BTreeMap::new();
        for (address, place) in places {
            if let Some(secret) = self.opened(address, place)? {
                found.insert((address.to_owned(), place.to_owned()), secret);
            }
        }
        Ok(Revealed::new(found))
    }

    /// Seals everything anew with a key of the first keeper's, and takes the other keys out. What cannot be opened is given up
    /// where `give_up` says so, by address and place; else nothing is changed.
    ///
    /// # Errors
    /// A secret cannot be opened, the new key cannot be drawn, or operations are pending.
    pub async fn rekey(&mut self, give_up: &dyn Fn(&KeyError) -> bool) -> Result<Vec<(String, String)>, StateError> {
        if !self.document().pending.is_empty() {
            return Err(StateError::Pending(self.document().pending.len()));
        }
        self.unlock().await;
        let mut document = self.document().clone();
        let lineage = document.lineage.clone();
        let (name, key) = self.vault.draw(&lineage).await?;
        let mut given_up = Vec::new();
        let placed = document.resources.iter_mut().map(|(address, record)| (address.as_str(), record));
        let replaced = document.replaced.values_mut().map(|replaced| (replaced.address.as_str(), &mut replaced.record));
        for (address, record) in placed.chain(replaced) {
            let anew = |place: &str, sealed: &str| {
                let spot = Spot { lineage: &lineage, address, place };
                self.vault.seal(&name, spot, &self.vault.open(spot, sealed)?)
            };
            for (place, sealed) in std::mem::take(&mut record.sealed) {
                match anew(&place, &sealed) {
                    Ok(sealed) => drop(record.sealed.insert(place, sealed)),
                    Err(why) if give_up(&why) => given_up.push((address.to_owned(), place)),
                    Err(why) => return Err(why.into()),
                }
            }
        }
        document.keys = [(name, key)].into();
        self.replace(document).await?;
        Ok(given_up)
    }

    /// What has another address is sealed for that from now on.
    pub(crate) async fn moved(&mut self, entries: Vec<Entry>) -> Result<Vec<Entry>, StateError> {
        let holds = |document: &Document, from: &str| document.at(from).is_some_and(|record| !record.sealed.is_empty());
        let is_moved = |entry: &Entry| matches!(entry, Entry::Moved { from, .. } if holds(self.document(), from));
        if !entries.iter().any(is_moved) {
            return Ok(entries);
        }
        self.unlock().await;
        let mut all = Vec::with_capacity(entries.len());
        for entry in entries {
            let anew = match &entry {
                Entry::Moved { from, to } => self.resealed(from, to)?,
                _ => None,
            };
            all.push(entry);
            all.extend(anew);
        }
        Ok(all)
    }

    fn resealed(&self, from: &str, to: &str) -> Result<Option<Entry>, KeyError> {
        let Some(record) = self.document().at(from).filter(|record| !record.sealed.is_empty()) else { return Ok(None) };
        let lineage = &self.document().lineage;
        let mut sealed = record.sealed.clone();
        for (place, sealed) in &mut sealed {
            let secret = self.vault.open(Spot { lineage, address: from, place }, sealed)?;
            let name = sealed.split(':').next().unwrap_or_default().to_owned();
            *sealed = self.vault.seal(&name, Spot { lineage, address: to, place }, &secret)?;
        }
        Ok(Some(Entry::Resealed { address: to.to_owned(), sealed }))
    }
}
