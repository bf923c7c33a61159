/// Why a secret cannot be kept, or what is kept cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nobody says what secrets are sealed with.
    #[error("a secret has to be kept, and the state has no key")]
    NoKey,
    /// Its keeper is not among those of this run.
    #[error("the secrets of the state are sealed by a key of the kind `{by}`, and none is given")]
    NoKeeper {
        /// The kind.
        by: String,
    },
    /// The key is not in the file any more.
    #[error("the secrets of the state are sealed with the key {name}, which `{path}` does not hold")]
    NotInFile {
        /// The key's name.
        name: String,
        /// The file.
        path: String,
    },
    /// The file cannot be used.
    #[error("the key file `{path}` cannot be used: {why}")]
    File {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// Another passphrase, or the wrapped key was changed.
    #[error("the passphrase does not open the secrets of the state")]
    Passphrase,
    /// A passphrase that is none.
    #[error("the passphrase is empty")]
    NoPassphrase,
    /// The wrapped key is not what was wrapped.
    #[error("the key {name} of the state is not what was written")]
    Key {
        /// The key's name.
        name: String,
    },
    /// The service that keeps the key refuses.
    #[error("the key `{key}` cannot be used: {why}")]
    Refused {
        /// What the service calls the key.
        key: String,
        /// What it says.
        why: String,
    },
    /// A sealed text is not what was sealed at its place.
    #[error("the secret `{place}` is not what was sealed there: somebody changed the state")]
    Broken {
        /// Address and field.
        place: String,
    },
    /// The machine has no random numbers.
    #[error("the machine gives no random numbers")]
    NoChance,
}
