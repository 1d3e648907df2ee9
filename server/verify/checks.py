"""All checks of all agencies, in one snapshot."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from server.store.database import reading
from server.store.models.agency import Agency
from server.verify import attachments, chain, custody, digests, log, queue, replay
from server.verify.finding import Finding, Tally
from sync.ids import AgencyId


@dataclass
class Report:
    """What was found in one agency."""

    agency: AgencyId
    name: str
    tally: Tally = field(default_factory=Tally)
    findings: list[Finding] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Give it as a person reads it."""
        seen = self.tally
        kept = f"{seen.changes} changes, {seen.records} records, {seen.attachments} attachments"
        custody = f"{seen.held} changes held, {seen.waiting} batches waiting"
        audit = f"{seen.audit_entries} audit entries, {seen.witnesses} witnesses"
        lines = [f"{self.name}: {kept}; {custody}; {audit}"]
        if seen.beyond_replay:
            lines.append(
                f"  note: {seen.beyond_replay} changes are from before the log kept what a replay needs;"
                " their records were not rebuilt"
            )
        for finding in self.findings:
            lines.append(f"  {finding.check}: {finding.where}: {finding.what}")
            lines.append(f"    to mend: {finding.mend}")
        return lines


def verify(engine: Engine, attachments_folder: Path) -> list[Report]:
    """Check everything; the server may go on meanwhile."""
    with reading(engine) as connection:
        return verify_snapshot(connection, attachments_folder)


def verify_snapshot(connection: Connection, attachments_folder: Path) -> list[Report]:
    """Check what this transaction sees."""
    reports = []
    for row in connection.execute(select(Agency.agency_id, Agency.name).order_by(Agency.agency_id)).all():
        report = Report(AgencyId(row.agency_id), row.name)
        for check in (log.check, replay.check, digests.check, queue.check, custody.check, chain.check):
            report.findings += check(connection, report.agency, report.tally)
        report.findings += attachments.check(connection, report.agency, attachments_folder, report.tally)
        reports.append(report)
    return reports
