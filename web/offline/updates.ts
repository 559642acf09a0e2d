// Registers the service worker and tells when a new version waits. It never takes over by itself.
import { html, type TemplateResult } from "lit-html";
import { inset } from "../components/layout.ts";
import { isOurCache } from "../place.ts";
import { text } from "../text/text.ts";

export class Updates {
  waiting: ServiceWorker | null = null;
  /// Every file is on the device: the page opens without a network.
  offline = false;
  private asked = false;

  constructor(private readonly changed: () => void) {}

  /// Called once the page works; a browser without service workers simply needs a network each time.
  async begin(): Promise<void> {
    try {
      navigator.serviceWorker.addEventListener("controllerchange", () => this.asked && location.reload());
      this.watch(await navigator.serviceWorker.register(new URL("sw.js", document.baseURI)));
      await navigator.serviceWorker.ready;
      this.offline = true;
      this.changed();
    } catch {
      this.offline = false;
    }
  }

  draw(press: () => void): TemplateResult {
    return inset(html`<p class="govuk-body" data-update>${text.update.text}
      <button type="button" class="app-link-button" @click=${press}>${text.update.button}</button></p>`);
  }

  /// The person asked for the new version: everything is saved, so the page may load again.
  apply(): void {
    this.asked = true;
    this.waiting?.postMessage("take-over");
  }

  /// Takes the kept page off this device.
  async forget(): Promise<void> {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.unregister();
    if (!("caches" in globalThis)) return;
    for (const name of (await caches.keys()).filter(isOurCache)) await caches.delete(name);
  }

  private watch(registration: ServiceWorkerRegistration): void {
    const look = () => {
      if (!registration.waiting || !navigator.serviceWorker.controller) return;
      this.waiting = registration.waiting;
      this.changed();
    };
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
    look();
  }
}
