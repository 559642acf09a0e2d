// What every page of the team is handed: the hub, who is signed in, and how to show itself again.
import type { TemplateResult } from "lit-html";
import type { Api, RoleName, RoundInfo, User } from "./api.ts";

export interface Page {
  name: string;
  title: string;
  /// The round it is about, for the navigation.
  round?: RoundInfo;
  draw(): TemplateResult;
}

export interface Desk {
  readonly api: Api;
  user: User | null;
  redraw(): void;
  go(href: string): Promise<void>;
  /// Says it aloud and shows it above the next page.
  tell(words: string): void;
  focus(selector: string): void;
  signedIn(user: User): void;
  signOut(): Promise<void>;
}

const ranks: RoleName[] = ["viewer", "organiser", "owner"];
export const may = (user: User | null, least: RoleName): boolean => user !== null && ranks.indexOf(user.role) >= ranks.indexOf(least);

/// "#/rounds/taking-stock/contacts"
export const hrefOf = (...parts: string[]): string => "#/" + parts.map(encodeURIComponent).join("/");
export const partsOf = (hash: string): string[] => hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
/// "rounds/taking-stock" of the interface.
export const roundPath = (round: string, ...more: string[]): string => ["team", "rounds", round, ...more].map(encodeURIComponent).join("/");
