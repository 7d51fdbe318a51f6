//! What comes a moment later: the build cuts the page's program at the functions of the modules in here, so that what only
//! they need is loaded while the first pages are read. They are few, never inlined, and called when [`super::rest`] says so.
//! A part may use those before it: first [`text`], then [`result`], then [`seldom`].

pub mod result;
pub mod seldom;
pub mod text;
