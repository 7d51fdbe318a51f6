// <policy-selfcheck>: the self-check in a frame of any page. Attributes, events and messages: docs/embedding.md.
(() => {
  const PROTOCOL = 1;
  const base = new URL("./", document.currentScript.src);
  const OPTIONS = ["lang", "theme", "roles", "height", "accent", "accent-contrast", "ground", "text", "typeface"];
  const PAGES = ["check", "result", "text", "workspace"];
  let count = 0;

  class PolicySelfcheck extends HTMLElement {
    static observedAttributes = [...OPTIONS, "start"];
    #frame;
    #key;

    connectedCallback() {
      if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", () => this.#begin(), { once: true });
      } else {
        this.#begin();
      }
    }

    disconnectedCallback() {
      removeEventListener("message", this);
    }

    attributeChangedCallback(name) {
      if (!this.#frame) return;
      if (name === "start") this.#frame.src = this.#address();
      else this.#tell("options", { options: this.#options() });
    }

    /** Asks for the report. The user decides in the frame; if they agree, a `result` event brings it. */
    requestResult() {
      this.#tell("ask");
    }

    #begin() {
      if (!this.isConnected) return;
      addEventListener("message", this);
      if (this.#frame) return;
      this.#key = this.id || `${location.pathname} ${(count += 1)}`;
      // A frame that stands there already is taken over; it may have been ready before this script, and said so in vain.
      this.#frame = this.querySelector("iframe");
      if (this.#frame) this.#tell("options", { options: this.#options() });
      else this.#make();
      this.#frame.style.colorScheme = "normal";
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
      const auto = this.getAttribute("height") === "auto";
      Object.assign(this.style, { display: "block" });
      Object.assign(frame.style, { display: "block", width: "100%", height: auto ? "640px" : "100%", border: "0" });
      if (!auto && !this.style.height) this.style.height = this.getAttribute("height") || "720px";
      this.append(frame);
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
      const auto = this.getAttribute("height") === "auto";
      if (type === "ready") {
        this.#tell("options", { options: this.#options() });
        this.#emit("ready", { policy, digest, engine, protocol: PROTOCOL });
      } else if (type === "resize" && height > 0) {
        if (auto) this.#frame.style.height = `${height}px`;
        this.#emit("resize", { height });
      } else if (type === "scroll" && auto && document.activeElement === this.#frame) {
        const margin = parseFloat(getComputedStyle(this).scrollMarginTop) || 0;
        const at = this.#frame.getBoundingClientRect().top + top - margin;
        if (at < 0 || at > innerHeight / 2) scrollBy(0, at);
      } else if (type === "result") {
        this.#emit("result", report);
      }
    }

    #emit(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }

  if (!customElements.get("policy-selfcheck")) customElements.define("policy-selfcheck", PolicySelfcheck);
})();
