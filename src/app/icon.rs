//! Icons, drawn for this page: lines on a 24×24 grid.

use markup::html;
use yew::prelude::*;

use crate::engine::Status;

/// The icons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// A status.
    Status(Status),
    /// Something is wrong.
    Warning,
    /// Opens and closes.
    Chevron,
    /// Goes on.
    Arrow,
    /// Adds.
    Plus,
    /// Removes.
    Bin,
    /// Large text.
    Letters,
    /// Dark.
    Moon,
    /// Kept on this machine.
    Shield,
    /// The authority weighs.
    Scales,
    /// Counts.
    Check,
    /// Does not count.
    Minus,
}

/// An icon; says nothing to screen readers, words always stand beside it.
pub fn draw(icon: Icon) -> Html {
    let solid = icon == Icon::Status(Status::Meets);
    let class = classes!("icon", solid.then_some("icon-solid"), (icon == Icon::Chevron).then_some("chev"));
    html! {
        <svg {class} viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ shapes(icon) }</svg>
    }
}

fn path(d: &'static str) -> Html {
    html! { <path {d} /> }
}

fn shapes(icon: Icon) -> Html {
    match icon {
        Icon::Status(status) => status_shapes(status),
        Icon::Warning => path("M12 3.5 22 20.5H2ZM12 10v4.5M12 17.3v.01"),
        Icon::Chevron => path("m9 5 7 7-7 7"),
        Icon::Arrow => path("M4 12h16m-6-6 6 6-6 6"),
        Icon::Plus => path("M12 5v14M5 12h14"),
        Icon::Bin => path("M4 6.5h16M9 6.5V4h6v2.5M6.5 6.5l.8 13.5h9.4l.8-13.5"),
        Icon::Letters => path("M2.5 19 8 6l5.5 13M4.4 15h7.2M15 19l3.2-7.5L21.5 19M16 17h4.4"),
        Icon::Moon => path("M20 14.2A8.3 8.3 0 0 1 9.8 4a8.3 8.3 0 1 0 10.2 10.2Z"),
        Icon::Shield => path("M12 2.8 19.5 5.5v6c0 4.7-3.2 8-7.5 9.7-4.3-1.7-7.5-5-7.5-9.7v-6ZM8.7 12l2.4 2.4 4.4-4.6"),
        Icon::Scales => {
            path("M12 3.5v17M7.5 20.5h9M5 6.5h14M5 6.5 2.5 13a2.7 2.7 0 0 0 5 0ZM19 6.5 16.5 13a2.7 2.7 0 0 0 5 0Z")
        }
        Icon::Check => path("m5 12.5 4.5 4.5L19 7"),
        Icon::Minus => path("M6 12h12"),
    }
}

fn status_shapes(status: Status) -> Html {
    match status {
        Status::Meets => html! {
            <path fill-rule="evenodd" d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm5.1 7.9-6 6.2a1 1 0 0 1-1.44 0l-2.8-2.9a1 1 0 1 1 1.44-1.4l2.08 2.17 5.28-5.46a1 1 0 0 1 1.44 1.4Z" />
        },
        Status::MeetsPendingEvaluation => html! { <><circle cx="12" cy="12" r="9" />{ path("M12 7v5l3.5 2") }</> },
        Status::Unclear => {
            path("M12 2.5 21.5 12 12 21.5 2.5 12ZM9.9 9.9a2.15 2.15 0 1 1 3.2 1.9c-.7.4-1.1.8-1.1 1.6M12 16.1v.01")
        }
        Status::InsufficientFacts => html! {
            <>
                <circle cx="12" cy="12" r="9" stroke-dasharray="3.4 2.25" />
                <path d="M8 12v.01M12 12v.01M16 12v.01" stroke-width="2.4" />
            </>
        },
        Status::NotEligible => html! {
            <><circle cx="12" cy="12" r="9" />{ path("m8.8 8.8 6.4 6.4m0-6.4-6.4 6.4") }</>
        },
        Status::DirectionOnly => path("M12 21.5v-5M12 7.5v-5M4.5 7.5h12l3 4.5-3 4.5h-12Z"),
    }
}
