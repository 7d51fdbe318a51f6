//! The page's side of the workers: one holds the list, another opens a file.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::protocol::{Reply, Request};

/// What is heard of a worker.
pub enum Heard {
    /// It says something, with a file or bytes where it is one.
    Said(Reply, JsValue),
    /// It has ended; whether it had ever been ready.
    Ended {
        /// Whether.
        ready: bool,
    },
}

/// The workers' program.
#[derive(Clone)]
pub struct Program {
    /// Address of what starts it.
    pub script: String,
    /// Compiled: no worker fetches and compiles it again.
    pub compiled: JsValue,
}

/// A worker that answers. What is asked before it is ready waits. It ends with this value.
struct Client {
    worker: Worker,
    waiting: Rc<RefCell<Option<Vec<Array>>>>,
    _listen: Closure<dyn FnMut(MessageEvent)>,
    _ended: Closure<dyn FnMut()>,
}

impl Client {
    /// Starts a worker; all that is heard of it goes to `hear`.
    fn start(program: &Program, hear: Rc<dyn Fn(Heard)>) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        // Where the whole page is one file, the worker stands in a blob, which only a classic worker starts from.
        if !program.script.starts_with("blob:") {
            options.set_type(WorkerType::Module);
        }
        let worker = Worker::new_with_options(&program.script, &options)?;
        worker.post_message(&program.compiled)?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let (ready, own, tell) = (Rc::clone(&waiting), worker.clone(), Rc::clone(&hear));
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
                tell(Heard::Said(reply, parts.get(1)));
            }
        });
        worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        // A program that has failed answers nothing any more, so it is as good as ended.
        let was_ready = Rc::clone(&waiting);
        let ended = Closure::<dyn FnMut()>::new(move || hear(Heard::Ended { ready: was_ready.borrow().is_none() }));
        worker.set_onerror(Some(ended.as_ref().unchecked_ref()));
        Ok(Self { worker, waiting, _listen: listen, _ended: ended })
    }

    fn send(&self, request: &Request, files: &[JsValue]) {
        let Ok(text) = serde_json::to_string(request) else { return };
        let message = Array::of1(&JsValue::from_str(&text));
        for bytes in files {
            message.push(bytes);
        }
        match self.waiting.borrow_mut().as_mut() {
            Some(waiting) => waiting.push(message),
            None => give(&self.worker, &message),
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Posts a message; bytes are handed over, not copied; of files only the handles. A worker that has ended hears nothing.
fn give(worker: &Worker, message: &Array) {
    let buffers: Array =
        message.iter().filter_map(|part| part.dyn_into::<Uint8Array>().ok()).map(|bytes| bytes.buffer()).collect();
    let _ = worker.post_message_with_transfer(message, &buffers);
}

/// Which of the workers is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The one that holds the list.
    Desk,
    /// The one that opens a file.
    Opener,
}

/// The workers.
pub struct Workers {
    program: Program,
    hear: Box<dyn Fn(Place, Heard)>,
    desk: RefCell<Option<Client>>,
    opener: RefCell<Option<Client>>,
    /// Number of the worker that opens a file: what is heard of others is heard of the desk's, or of one that has gone.
    opening: Cell<u32>,
    /// Number of the worker that holds the list.
    holding: Cell<u32>,
    started: Cell<u32>,
    english: Cell<bool>,
}

impl Workers {
    /// Starts the worker that holds the list; all that is heard goes to `hear`.
    ///
    /// # Errors
    /// When the browser starts no worker.
    pub fn start(program: Program, english: bool, hear: impl Fn(Place, Heard) + 'static) -> Result<Rc<Self>, JsValue> {
        let workers = Rc::new(Self {
            program,
            hear: Box::new(hear),
            desk: RefCell::new(None),
            opener: RefCell::new(None),
            opening: Cell::new(0),
            holding: Cell::new(0),
            started: Cell::new(0),
            english: Cell::new(english),
        });
        workers.restart()?;
        Ok(workers)
    }

    /// Starts another worker in place of the one that holds the list.
    ///
    /// # Errors
    /// When the browser starts no worker.
    pub fn restart(self: &Rc<Self>) -> Result<(), JsValue> {
        let (client, number) = self.another()?;
        self.holding.set(number);
        *self.desk.borrow_mut() = Some(client);
        Ok(())
    }

    fn another(self: &Rc<Self>) -> Result<(Client, u32), JsValue> {
        let number = self.started.get() + 1;
        self.started.set(number);
        let workers = Rc::downgrade(self);
        let hear = Rc::new(move |heard| {
            let Some(workers) = workers.upgrade() else { return };
            if number == workers.holding.get() {
                (workers.hear)(Place::Desk, heard);
            } else if number == workers.opening.get() {
                (workers.hear)(Place::Opener, heard);
            }
        });
        let client = Client::start(&self.program, hear)?;
        client.send(&Request::Speak { english: self.english.get() }, &[]);
        Ok((client, number))
    }

    /// Number of the list: another worker holds another list.
    pub fn list(&self) -> u32 {
        self.holding.get()
    }

    /// Asks the worker that holds the list.
    pub fn post(&self, request: &Request) {
        self.post_files(request, &[]);
    }

    /// Asks it, and hands over files or their bytes.
    pub fn post_files(&self, request: &Request, files: &[JsValue]) {
        if let Some(desk) = self.desk.borrow().as_ref() {
            desk.send(request, files);
        }
    }

    /// Says to all what language words are in.
    pub fn speak(&self, english: bool) {
        self.english.set(english);
        self.post(&Request::Speak { english });
        self.ask_opener(&Request::Speak { english });
    }

    /// Opens files in a worker of their own; where there is no list yet, the one for it has nothing to lose.
    ///
    /// # Errors
    /// When the browser starts no worker.
    pub fn open(self: &Rc<Self>, request: &Request, files: &[JsValue], has_list: bool) -> Result<(), JsValue> {
        self.leave_opener();
        let desk = if has_list { None } else { self.desk.borrow_mut().take() };
        let (client, number) = match desk {
            Some(desk) => (desk, self.holding.replace(0)),
            None => self.another()?,
        };
        client.send(request, files);
        self.opening.set(number);
        *self.opener.borrow_mut() = Some(client);
        Ok(())
    }

    /// Asks the worker that has opened a file.
    pub fn ask_opener(&self, request: &Request) {
        if let Some(opener) = self.opener.borrow().as_ref() {
            opener.send(request, &[]);
        }
    }

    /// Ends the worker that opens a file, whatever it is doing.
    pub fn end_opener(self: &Rc<Self>) {
        self.opening.set(0);
        drop(self.opener.borrow_mut().take());
        if self.desk.borrow().is_none() {
            // A browser that starts no other says so when something is asked of it.
            let _ = self.restart();
        }
    }

    /// The worker that opened a file is needed no longer; it waits for a list, where no other does.
    pub fn leave_opener(&self) {
        let opener = self.opener.borrow_mut().take();
        let number = self.opening.replace(0);
        if opener.is_some() && self.desk.borrow().is_none() {
            self.holding.set(number);
            *self.desk.borrow_mut() = opener;
        }
    }

    /// The worker that has opened a file now holds the list.
    pub fn take_over(&self) {
        let Some(opener) = self.opener.borrow_mut().take() else { return };
        self.holding.set(self.opening.replace(0));
        *self.desk.borrow_mut() = Some(opener);
    }
}
