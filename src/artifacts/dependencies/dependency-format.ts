import type { Dependency } from "../../domain/dependency/dependency.ts";

/** A form in which a package manager writes down what a product is built with. */
export interface DependencyFormat {
  /** Whether a file has this form, told by its name alone. */
  reads(fileName: string): boolean;
  /** A lock file has exact versions, and stands for the files of the same group beside it that only ask for some. */
  readonly isLock: boolean;
  /** Files of one package manager: `npm`, `python`, `go`, `cargo`, `maven`. */
  readonly group: string;
  /** Reads a file; throws any error when it is broken. */
  read(text: string): readonly Dependency[];
}
