/** Who runs a command, as git knows them. Nobody has proven it: entries say so by their role. */
export interface Identity {
  /** Refused when git was not told; it is never guessed. */
  current(): Promise<{ readonly name: string; readonly email: string }>;
  /** Name of this machine. */
  readonly host: string;
  /** Whether SLIPWAY_CLOCK sets the time of the command; what is recorded then says so. */
  readonly isClockSet: boolean;
}
