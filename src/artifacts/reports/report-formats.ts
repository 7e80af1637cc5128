import { go } from "./go/go.ts";
import { jest } from "./jest/jest.ts";
import { junit } from "./junit/junit.ts";
import { mocha } from "./mocha/mocha.ts";
import { npmAudit } from "./npm-audit/npm-audit.ts";
import { plain } from "./plain/plain.ts";
import { pytest } from "./pytest/pytest.ts";
import type { ReportFormat } from "./report-format.ts";
import { sarif } from "./sarif/sarif.ts";
import { tap } from "./tap/tap.ts";

/** Every format there is, asked in this order whether a report is theirs: the most particular first. A new one is a folder and a line here. */
export const REPORT_FORMATS: readonly ReportFormat[] = [sarif, npmAudit, jest, mocha, pytest, go, junit, tap, plain];
