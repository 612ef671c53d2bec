namespace Slipway.LocalAws.Kernel.Page;

/// <summary>Plain text that the page links to, such as a container's log.</summary>
public interface IPageText
{
    /// <summary>Lower-case letters and dashes: it is at <c>/_slipway/{Name}/{subject}</c>.</summary>
    string Name { get; }

    /// <summary>Null when there is no such subject.</summary>
    Task<string?> ReadAsync(string subject, CancellationToken cancellationToken);
}
