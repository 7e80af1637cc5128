/** What happened to the people of a product. Times are Unix milliseconds; spans hold `from`, and `until` no more. */
export type AccessEvent =
  /** How a person is called from now on; entries that exist keep the name they were written with. */
  | { readonly type: "person-named"; readonly who: string; readonly name: string }
  | ({ readonly type: "role-granted" } & RoleGrant)
  /** Whatever the person holds in this role ends at `until`, and what was to begin later never does. */
  | {
      readonly type: "role-revoked";
      readonly who: string;
      readonly role: string;
      readonly until: number;
      readonly reason: string;
    }
  | ({ readonly type: "delegated" } & RoleDelegation)
  | ({ readonly type: "delegation-ended"; readonly until: number; readonly reason: string } & Ties);

interface RoleGrant {
  readonly who: string;
  readonly role: string;
  readonly from: number;
  /** `null`: without an end. */
  readonly until: number | null;
  readonly by: string;
  /** Granted while nobody was an admin, so on nobody's authority. */
  readonly isFirst: boolean;
}

/** Who stands in for whom, and in which role. */
export interface Ties {
  readonly principal: string;
  readonly delegate: string;
  readonly role: string;
}

interface RoleDelegation extends Ties {
  readonly from: number;
  readonly until: number;
}
