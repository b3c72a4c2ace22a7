using JvmDebug.Jfr;

namespace JvmDebug.Cli;

/// <summary>What <c>jfr view</c>, <c>jfr events</c> and <c>jfr metadata</c> call.</summary>
internal sealed record JfrQueryHandlers(Handler<JfrViewRequest> View, Handler<JfrEventsRequest> Events, Handler<JfrMetadataRequest> Metadata);

/// <param name="View">Null: only name the views there are.</param>
internal sealed record JfrViewRequest(string? View, IReadOnlyList<string> Files);

/// <param name="Types">Names or patterns with <c>*</c>; none for all.</param>
internal sealed record JfrEventsRequest(IReadOnlyList<string> Files, IReadOnlyList<string> Types, IReadOnlyList<EventCondition> Conditions);

internal sealed record JfrMetadataRequest(IReadOnlyList<string> Files);
