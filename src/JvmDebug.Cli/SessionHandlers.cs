using JvmDebug.Diagnostics.Sessions;

namespace JvmDebug.Cli;

/// <summary>What <c>session list</c> and <c>session stop</c> call.</summary>
internal sealed record SessionHandlers(Handler<SessionRequest> List, Handler<SessionRequest> Stop);
