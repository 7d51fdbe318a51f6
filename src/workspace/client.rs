//! The page's side of the worker.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::protocol::{Reply, Request};

/// A worker that answers. What is asked before it is ready waits.
pub struct Client {
    worker: Worker,
    waiting: Rc<RefCell<Option<Vec<Array>>>>,
    _listen: Closure<dyn FnMut(MessageEvent)>,
}

impl Client {
    /// Starts the worker; every answer goes to `hear`, with the file where it is one.
    ///
    /// # Errors
    /// When the browser starts no worker.
    pub fn start(script: &str, hear: impl Fn(Reply, Option<Blob>) + 'static) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        // Where the whole page is one file, the worker stands in a blob, which only a classic worker starts from.
        if !script.starts_with("blob:") {
            options.set_type(WorkerType::Module);
        }
        let worker = Worker::new_with_options(script, &options)?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let (ready, own) = (Rc::clone(&waiting), worker.clone());
        let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let parts = Array::from(&event.data());
            let reply = parts.get(0).as_string().and_then(|text| serde_json::from_str(&text).ok());
            if let Some(reply) = reply {
                if matches!(reply, Reply::Ready { .. }) {
                    let messages = ready.borrow_mut().take().unwrap_or_default();
                    for message in &messages {
                        give(&own, message);
                    }
                }
                hear(reply, parts.get(1).dyn_into().ok());
            }
        });
        worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        Ok(Self { worker, waiting, _listen: listen })
    }

    /// Asks.
    pub fn post(&self, request: &Request) {
        self.send(request, None);
    }

    /// Asks, and hands over a file's bytes.
    pub fn post_file(&self, request: &Request, bytes: &Uint8Array) {
        self.send(request, Some(bytes));
    }

    fn send(&self, request: &Request, bytes: Option<&Uint8Array>) {
        let Ok(text) = serde_json::to_string(request) else { return };
        let message = Array::of1(&JsValue::from_str(&text));
        if let Some(bytes) = bytes {
            message.push(bytes);
        }
        match self.waiting.borrow_mut().as_mut() {
            Some(waiting) => waiting.push(message),
            None => give(&self.worker, &message),
        }
    }
}

/// Posts a message; bytes are handed over, not copied. A worker that has ended hears nothing.
fn give(worker: &Worker, message: &Array) {
    let bytes = message.get(1).dyn_into::<Uint8Array>().map(|bytes| Array::of1(&bytes.buffer()));
    let _ = match bytes {
        Ok(bytes) => worker.post_message_with_transfer(message, &bytes),
        Err(_) => worker.post_message(message),
    };
}
