//! Pages as hash routes, so that the same files run from a server, a folder or one file.

/// A sentence of the text: article, paragraph, sentence.
pub type SentenceId = (u16, u16, u16);

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Route {
    /// What this is.
    #[default]
    Start,
    /// Questions; the group, or the first.
    Check(Option<String>),
    /// What comes out.
    Result,
    /// What is kept on this machine, files and links.
    Saved,
    /// A link that holds answers.
    Link(String),
    /// Many applicants.
    Workspace,
    /// How to embed this in another page.
    Embed,
    /// One item alone, by its id.
    Item(String),
    /// The whole measure; perhaps at a sentence.
    Text(Option<SentenceId>),
}

impl Route {
    /// Reads a location's hash; anything unknown is the start.
    pub fn parse(hash: &str) -> Self {
        let mut parts = hash.trim_start_matches('#').trim_start_matches('/').split('/');
        match (parts.next(), parts.next()) {
            (Some("check"), group) => Self::Check(group.filter(|g| !g.is_empty()).map(str::to_owned)),
            (Some("result"), _) => Self::Result,
            (Some("saved"), _) => Self::Saved,
            (Some("workspace"), _) => Self::Workspace,
            (Some("embed"), _) => Self::Embed,
            (Some("item"), Some(id)) if !id.is_empty() => Self::Item(id.to_owned()),
            (Some("s"), Some(letters)) if !letters.is_empty() => Self::Link(letters.to_owned()),
            (Some("text"), at) => Self::Text(at.and_then(sentence)),
            _ => Self::Start,
        }
    }

    /// The hash of the page.
    pub fn hash(&self) -> String {
        match self {
            Self::Start => "#/".into(),
            Self::Check(None) => "#/check".into(),
            Self::Check(Some(group)) => format!("#/check/{group}"),
            Self::Result => "#/result".into(),
            Self::Saved => "#/saved".into(),
            Self::Workspace => "#/workspace".into(),
            Self::Embed => "#/embed".into(),
            Self::Item(id) => format!("#/item/{id}"),
            Self::Link(letters) => format!("#/s/{letters}"),
            Self::Text(None) => "#/text".into(),
            Self::Text(Some((a, p, s))) => format!("#/text/{a}-{p}-{s}"),
        }
    }

    /// Whether two routes show the same page, perhaps at different places.
    pub fn same_page(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

fn sentence(text: &str) -> Option<SentenceId> {
    let mut numbers = text.split('-').map(|n| n.parse().ok());
    let place = (numbers.next()??, numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_survive_their_hash() {
        for route in [
            Route::Start,
            Route::Check(None),
            Route::Check(Some("projects".into())),
            Route::Result,
            Route::Saved,
            Route::Workspace,
            Route::Embed,
            Route::Item("one".into()),
            Route::Link("0AA".into()),
            Route::Text(None),
            Route::Text(Some((5, 1, 2))),
        ] {
            assert_eq!(Route::parse(&route.hash()), route);
        }
        for odd in ["", "#", "#/nothing", "#/%%%"] {
            assert_eq!(Route::parse(odd), Route::Start);
        }
        assert_eq!(Route::parse("#/text/5-1"), Route::Text(None));
    }
}
