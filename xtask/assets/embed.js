// <policy-selfcheck>: the self-check in a frame of any page. Attributes, events and messages: docs/embedding.md.
(() => {
  const PROTOCOL = 1;
  const base = new URL("./", document.currentScript.src);
  const OPTIONS = ["lang", "theme", "roles", "height", "accent", "accent-contrast", "ground", "text", "typeface"];
  const PAGES = ["check", "result", "text", "workspace"];
  let count = 0;

  /** Whether a frame has left the empty page that every frame begins with, which would not understand a message. */
  function isLoaded({ contentWindow }) {
    try {
      return contentWindow.location.origin === base.origin;
    } catch {
      return true;
    }
  }

  class PolicySelfcheck extends HTMLElement {
    static observedAttributes = [...OPTIONS, "start"];
    #frame;
    #key;
    /** Whether the frame hears; a question to it waits until then. */
    #ready = false;
    #waits = false;
    /** Whether the frame may lead to its next place, since this page has asked it something. */
    #leads = false;
    /** Height of the content that the frame told last. */
    #height = 640;
    /** The height that this element has given itself. */
    #own = "";

    connectedCallback() {
      if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", () => this.#begin(), { once: true });
      } else {
        this.#begin();
      }
    }

    disconnectedCallback() {
      removeEventListener("message", this);
      // Its frame starts anew when the element is put elsewhere.
      this.#ready = false;
    }

    attributeChangedCallback(name) {
      if (!this.#frame) return;
      if (name === "start") {
        const inside = this.#frame.contentWindow;
        // Without an entry in the history: going back leaves this page, as without the change.
        if (inside) inside.location.replace(this.#address());
        else this.#frame.src = this.#address();
        return;
      }
      if (name === "height") this.#size();
      this.#tell("options", { options: this.#options() });
    }

    /** Asks for the report. The user decides in the frame; if they agree, a `result` event brings it. */
    requestResult() {
      this.#leads = true;
      this.#waits = !this.#ready;
      if (this.#ready) this.#tell("ask");
    }

    #begin() {
      if (!this.isConnected) return;
      addEventListener("message", this);
      if (this.#frame) return;
      this.#key = `${location.pathname} ${this.id ? `#${this.id}` : (count += 1)}`;
      // A frame that stands there already is taken over; it may have been ready before this script, and said so in vain.
      this.#frame = this.querySelector("iframe");
      if (!this.#frame) this.#make();
      else if (isLoaded(this.#frame)) this.#tell("options", { options: this.#options() });
      Object.assign(this.#frame.style, { display: "block", width: "100%", border: "0", colorScheme: "normal" });
      this.style.display = "block";
      this.#size();
      if (!this.#frame.parentNode) this.append(this.#frame);
    }

    get #auto() {
      return this.getAttribute("height") === "auto";
    }

    /** As tall as its content, or as the attribute says; a height in the element's own style wins over both. */
    #size() {
      if (this.style.height === this.#own) {
        this.style.height = this.#auto ? "" : this.getAttribute("height") || `${parseInt(this.#frame.height) || 720}px`;
        this.#own = this.style.height;
      }
      this.#frame.style.height = this.#auto ? `${this.#height}px` : "100%";
    }

    #make() {
      const frame = this.#frame = document.createElement("iframe");
      frame.title = this.title || (this.getAttribute("lang")?.startsWith("en") ? "Policy self-check" : "政策自查");
      // On the site's own pages a sandbox would confine nothing.
      if (base.origin !== location.origin) frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-downloads allow-modals");
      frame.allow = "clipboard-write";
      frame.referrerPolicy = "no-referrer";
      frame.name = JSON.stringify(this.#options());
      frame.src = this.#address();
    }

    #address() {
      const start = this.getAttribute("start") ?? "";
      const page = PAGES.includes(start) || !start ? start : `item/${encodeURIComponent(start)}`;
      return new URL(`#/${page}`, base).href;
    }

    #options() {
      const given = OPTIONS.filter((name) => this.hasAttribute(name));
      return { key: this.#key, ...Object.fromEntries(given.map((name) => [name, this.getAttribute(name)])) };
    }

    #tell(type, more) {
      this.#frame?.contentWindow?.postMessage({ selfcheck: PROTOCOL, type, ...more }, base.origin);
    }

    handleEvent({ source, origin, data }) {
      if (!source || source !== this.#frame?.contentWindow || origin !== base.origin || data?.selfcheck !== PROTOCOL) return;
      const { type, height, top, policy, digest, engine, report } = data;
      this.#ready = true;
      if (type === "ready") {
        this.#tell("options", { options: this.#options() });
        this.#emit("ready", { policy, digest, engine, protocol: PROTOCOL });
      } else if (type === "resize" && height > 0) {
        this.#height = height;
        this.#size();
        this.#emit("resize", { height });
      } else if (type === "scroll" && (this.#leads || this.#auto && document.activeElement === this.#frame)) {
        // Only a visitor who is inside, or whom this page asks something, is led to a place.
        this.#leads = false;
        const margin = parseFloat(getComputedStyle(this).scrollMarginTop) || 0;
        const at = this.#frame.getBoundingClientRect().top + (this.#auto ? top : 0) - margin;
        if (at < 0 || at > innerHeight / 2) scrollBy(0, at);
      } else if (type === "result") {
        this.#emit("result", report);
      }
      if (this.#waits) this.requestResult();
    }

    #emit(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }

  if (!customElements.get("policy-selfcheck")) customElements.define("policy-selfcheck", PolicySelfcheck);
})();
