# SPDX-License-Identifier: GPL-2.0-only
#
# For scripts/claims-matrix. $part is
#   run     of "proctl run --all -J": what the matrix needs, for $kernel, $release
#   heads   of "proctl claims -J": headings, and the beginnings of lines
#   matrix  of "proctl claims -J" and the runs of all kernels, $runs: CLAIMS.md

# At most so many checks of each truth are shown of a claim.
def SHOWN: 2;

# ---- of a run ----

def evidence:
	[.[] | { "true", words }];

def run:
	{
		kernel: $ARGS.named.kernel, release: $ARGS.named.release,
		runs: [.[] | {
			experiment, good, lies, refuted,
			claims: [.claims[] | select(.control | not) |
				{ id, verdict, reason, evidence: (.checks | evidence) }],
		}],
	};

# ---- Markdown ----

# Underscores inside of words mean nothing.
def plain:
	gsub("(?<c>[\\\\|*<`\\[])"; "\\\(.c)") |
	gsub("(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"; "\\_");

def line: "| " + join(" | ") + " |";

def table($head): ($head | line), ($head | map("---") | line), (.[] | line);

def head: "\(.sentence | plain)<br>`\(.id)`";

# ---- what was seen ----

def checks:
	([.[] | select(.true)][:SHOWN] + [.[] | select(.true | not)][:SHOWN]) as $some |
	([$some[] | (if .true then "✓ " else "✗ " end) + (.words | plain)] +
	 if length > ($some | length) then
		["and \(length - ($some | length)) more"]
	 else [] end) | join("; ");

# What a kernel said of a claim; what was not on trial is SKIPPED.
def seen($claim):
	[.runs[] | select(.experiment == $claim.experiment) | .claims[] |
		select(.id == $claim.id)] as $found |
	if $found == [] then
		{ verdict: "SKIPPED", text: "with `\($claim.try)` only" }
	else $found[0] | {
		verdict,
		text: (if .reason then (.reason | plain) else (.evidence | checks) end),
	} end + { kernel };

# Neighbours that agree in what f gives.
def groups(f):
	reduce .[] as $one ([];
		if . != [] and (.[-1][0] | f) == ($one | f)
		then .[-1] += [$one] else . + [[$one]] end);

def kernels: map(.kernel) | join(", ");

def texts:
	groups(.text) |
	if length == 1 then .[0][0].text
	else map("\(kernels): \(.[0].text)") | join("<br>") end;

def verdicts: groups(.verdict) | map("\(.[0].verdict): \(kernels)") | join("<br>");

# ---- the page ----

def versions: $ARGS.named.runs[0] | map(.kernel);

def with_seen: . as $claim | . + { seen: [$ARGS.named.runs[0][] | seen($claim)] };

def intro:
	"# Claims, by kernel",
	"",
	"What is said about processes, put on trial by `proctl run` on each of these",
	"kernels. Made by `scripts/claims-matrix`: do not edit.",
	"",
	"HOLDS, PARTLY, OUTDATED (was so once), WRONG; SKIPPED: not put on trial there,",
	"or only with another option; UNKNOWN: the evidence was missing. Below each claim",
	"stand its name and what the kernel showed: ✓ speaks for it, ✗ against it.",
	"`proctl explain NAME` says what is really so and where to read on.",
	"";

def count($verdict): [.seen[] | .verdict == $verdict];

def summary:
	. as $claims |
	[("HOLDS", "PARTLY", "OUTDATED", "WRONG", "SKIPPED", "UNKNOWN") as $verdict |
		[$verdict, (versions | keys[] as $i |
			[$claims[] | select(.seen[$i].verdict == $verdict)] | length | tostring)]] +
	[["lies refuted", ($ARGS.named.runs[0][] |
		"\([.runs[].refuted] | add) of \([.runs[].lies] | add)")],
	 ["release", ($ARGS.named.runs[0][].release)]] |
	table(["Linux"] + versions), "";

# Not what was skipped somewhere.
def changed: [.seen[].verdict | select(. != "SKIPPED")] | unique | length > 1;

def changes:
	"## What changed from \(versions[0]) to \(versions[-1])", "",
	(map(select(changed) |
		[head, (.seen | verdicts), (.why | plain)]) |
	 table(["claim", "verdict", "what is so"])), "";

def older:
	"## What changed before \(versions[0])", "",
	(map(select(all(.seen[]; .verdict == "OUTDATED") and .until) |
		[head, .until, (.why | plain)]) |
	 table(["claim", "was so up to", "what is so"])), "";

def experiment:
	"### \(.[0].experiment)", "",
	(map([head + "<br><sub>\(.seen | texts)</sub>", .seen[].verdict]) |
	 table(["claim"] + versions)), "";

# Topics in the order of a course, each a list of its experiments' claims.
def topics:
	reduce .[] as $claim ([];
		([.[][0].topic] | index($claim.topic)) as $i |
		if $i then .[$i] += [$claim] else . + [[$claim]] end) |
	map(groups(.experiment));

def topic: "## \(.[0][0].topic)", "", (.[] | experiment);

def matrix: map(with_seen) | intro, summary, changes, older, (topics[] | topic);

# As experiment has them.
def heads: topics[][] | "### \(.[0].experiment)", (.[] | "| \(head)");

if $part == "run" then run elif $part == "heads" then heads else matrix end
