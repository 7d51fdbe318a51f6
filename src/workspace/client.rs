//! The page's side of the worker.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::protocol::{Reply, Request};

/// A worker that answers.
pub struct Client {
    worker: Worker,
    _listen: Closure<dyn FnMut(MessageEvent)>,
}

impl Client {
    /// Starts the worker; every answer goes to `hear`, with a file's bytes where there are some.
    ///
    /// # Errors
    /// When the browser starts no worker.
    pub fn start(script: &str, hear: impl Fn(Reply, Option<Uint8Array>) + 'static) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(script, &options)?;
        let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let parts = Array::from(&event.data());
            let reply = parts.get(0).as_string().and_then(|text| serde_json::from_str(&text).ok());
            if let Some(reply) = reply {
                hear(reply, parts.get(1).dyn_into().ok());
            }
        });
        worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        Ok(Self { worker, _listen: listen })
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
        // A worker that has ended hears nothing; the page then says so by staying as it is.
        let _ = match bytes {
            None => self.worker.post_message(&message),
            Some(bytes) => {
                message.push(bytes);
                self.worker.post_message_with_transfer(&message, &Array::of1(&bytes.buffer()))
            }
        };
    }
}
