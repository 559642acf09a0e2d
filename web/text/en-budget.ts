/// The words of pages on which amounts have to add up, in English.
export const enBudget = {
  less: (what: string) => `Less: ${what}`,
  more: (what: string) => `More: ${what}`,
};
