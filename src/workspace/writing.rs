//! Files the worker writes in steps: each step says how far the file is, and it can be stopped.

use js_sys::{Array, Uint8Array};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::files::Job;
use super::protocol::{Export, Work};
use super::worker::{Desk, PIECE, STEP, Stop};
use crate::book::BookFault;
use crate::roster::view::View;

impl Desk {
    /// Writes a file of everybody, or of the applicants of a view, some applicants at a time.
    pub(super) async fn export(&self, export: &Export, view: Option<View>) {
        let only = view.map(|view| self.session.borrow_mut().selected(&view).to_vec());
        loop {
            match self.written(export, only.as_deref()).await {
                Ok(true) => return,
                // The list has changed meanwhile: the file would be of neither.
                Ok(false) => {}
                Err(stop) => return self.stopped(stop),
            }
        }
    }

    /// Writes the file; whether the list has stayed the same. What is ready goes into the browser's own keeping at
    /// once, so that no file ever stands in the worker's memory as a whole.
    async fn written(&self, export: &Export, only: Option<&[u32]>) -> Result<bool, Stop> {
        let (changes, stops) = (self.changes.get(), self.stops());
        let mut job = Job::new(&self.session.borrow(), export, only);
        let pieces = Array::new();
        let room = Uint8Array::new_with_length(u32::try_from(PIECE).unwrap_or(u32::MAX));
        while self.advance(&mut job)? {
            if job.ready() >= PIECE {
                keep_piece(&room, &pieces, &job.take()).await;
            }
            self.progress(stops, Work::Writing, job.progress(), 0).await?;
            if changes != self.changes.get() {
                return Ok(false);
            }
        }
        let (reply, last) = job.finish(&self.session.borrow())?;
        if !last.is_empty() {
            keep_piece(&room, &pieces, &last).await;
        }
        self.send(&reply, &pieces);
        Ok(true)
    }

    fn advance(&self, job: &mut Job) -> Result<bool, BookFault> {
        job.advance(&self.session.borrow(), STEP)
    }
}

/// Gives bytes to the browser, through a room that is used again and again: the browser would keep each copy until it
/// looks for what nobody holds any more. Returns once the browser has put them away.
async fn keep_piece(room: &Uint8Array, pieces: &Array, bytes: &[u8]) {
    for some in bytes.chunks(PIECE) {
        let part = room.subarray(0, u32::try_from(some.len()).unwrap_or(u32::MAX));
        part.copy_from(some);
        if let Ok(blob) = Blob::new_with_u8_array_sequence(&Array::of1(&part)) {
            pieces.push(&blob);
            if let Ok(first) = blob.slice_with_i32_and_i32(0, 1) {
                // A browser that cannot read it says so when the file is saved.
                let _ = JsFuture::from(first.array_buffer()).await;
            }
        }
    }
}
