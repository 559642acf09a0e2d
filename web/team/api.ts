// The team's side of the hub's interface (engine/hub/README.md), and the only fetch of these pages. The session's token lives in this tab's
// session storage and goes into a header, so that no other site can use it.

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly reply: ApiFailure) { super(message); }
  get where(): string { return this.reply.error?.where ?? ""; }
}

export interface Problem { of?: string; where?: string; line?: number; row?: number; text: string }
export interface ApiFailure {
  error?: { code: string; message: string; where?: string; needs_code?: boolean; retry_after?: number };
  problems?: Problem[];
}

export type RoleName = "viewer" | "organiser" | "owner";
export interface User { name: string; role: RoleName; second_factor: boolean; must_change?: boolean; disabled?: boolean; last_seen?: number }

export interface RoundInfo {
  id: string; title: string; survey: string; opens: number | null; closes: number | null; open: boolean; invited: number; sent: number;
}

export type State = "no_link" | "issued" | "opened" | "started" | "sent";
export interface Contact {
  invitee: string; name: string; email: string; organisation: string; role: string; council_type: string; region: string; state: State;
  opted_out: boolean; unverified: boolean; channel: string; last_sent: number; versions: number; mails?: number; last_mailed?: number;
}

export interface Counts { invited: number; issued: number; opened: number; started: number; sent: number; other_ways: number }
export type Row = Counts & { region?: string; council_type?: string; role?: string };
export interface Progress {
  as_of: number; total: Counts; by: { region: Row[]; council_type: Row[]; role: Row[] }; cross: Row[];
  unverified: { made: number; started: number; sent: number };
  interviews: Interviews & { by_fieldworker?: (Interviews & { fieldworker: string; name: string })[] };
}
export interface Interviews { sent: number; outcomes: Record<string, number> }

export interface Fieldworker { fieldworker: string; name: string; link: boolean; contact: number; sent: number }

export type TakenResult = "added" | "present" | "draft" | "held" | "invalid" | "refused";
export interface TakenIn {
  file: { device: string; made_at: number; events: number };
  responses: { response: string; result: TakenResult; reason: string; name: string; fieldworker: string; invitee: string; number: number }[];
  attachments: { added: number; present: number; refused: number; reason: string };
}

export interface Attachments { files: number; bytes: number; parts: { part: number; files: number; bytes: number }[] }

export type Mapping = Record<string, number | null>;
export interface Preview {
  encoding: string; delimiter: string; columns: string[]; mapping: Mapping; rows: number; sample: string[][]; new: number; present: number;
  problem_rows: number; problems: { row: number; text: string }[];
}

export interface LeftOut { sent: number; opted_out: number; no_email: number; invited: number; no_good_link: number }
export interface MailPreview { recipients: number; server: boolean; sample: { to: string; subject: string; text: string } | null; left_out: LeftOut }
export interface MailBatch {
  batch: string; kind: string; by: string; at: number; rate: number; done: boolean; subject: string; recipients: number;
  counts: Record<string, number>; failed: MailLine[]; unknown: MailLine[]; trouble: string | null;
}
export interface MailLine { invitee: string; name: string; email: string; text: string }

export interface HeldEvent {
  response: string; device: string; seq: number; sha256: string; kind: string; reason: string; received: number; at: number; channel: string;
  invitee: string; name: string; organisation: string; unverified: boolean;
}
export interface AuditEntry { at: number; user: string; action: string; detail: string }

const KEY = "takestock-session";
const keyOf = (): string => sessionStorage.getItem(KEY) ?? "";

export class Api {
  /// Called when the hub no longer knows the session.
  onSignedOut: () => void = () => undefined;

  get signedIn(): boolean { return keyOf() !== ""; }
  keep(token: string): void { sessionStorage.setItem(KEY, token); }
  forget(): void { sessionStorage.removeItem(KEY); }

  get<T>(path: string): Promise<T> { return this.json<T>("GET", path); }
  post<T>(path: string, body: object = {}): Promise<T> { return this.json<T>("POST", path, JSON.stringify(body)); }
  /// A file's bytes, as they are.
  upload<T>(path: string, bytes: Blob): Promise<T> { return this.json<T>("POST", path, bytes, "application/octet-stream"); }
  end(): Promise<object> { return this.json("DELETE", "session"); }

  /// A file that the hub makes, with the name that the hub gives it. Without a body it is only asked for.
  async file(path: string, body?: object): Promise<{ name: string; type: string; bytes: Uint8Array<ArrayBuffer> }> {
    const response = body ? await this.send("POST", path, JSON.stringify(body)) : await this.send("GET", path);
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "takestock";
    return { name, type: response.headers.get("Content-Type") ?? "", bytes: new Uint8Array(await response.arrayBuffer()) };
  }

  private async json<T>(method: string, path: string, body?: BodyInit, type?: string): Promise<T> {
    return (await (await this.send(method, path, body, type)).json()) as T;
  }

  private async send(method: string, path: string, body?: BodyInit, type = "application/json"): Promise<Response> {
    const headers: Record<string, string> = body === undefined ? {} : { "Content-Type": type };
    if (this.signedIn) headers["Authorization"] = `Bearer ${keyOf()}`;
    const init: RequestInit = { method, headers, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
    const response = await fetch(`../api/v1/${path}`, body === undefined ? init : { ...init, body }).catch(() => null);
    if (!response) throw new ApiError(0, "unreachable", "", {});
    if (response.ok) return response;
    const reply = (await response.json().catch(() => ({}))) as ApiFailure;
    const error = new ApiError(response.status, reply.error?.code ?? "unreachable", reply.error?.message ?? "", reply);
    if (response.status === 401 && this.signedIn && path !== "session/password") {
      this.forget();
      this.onSignedOut();
    }
    throw error;
  }
}
