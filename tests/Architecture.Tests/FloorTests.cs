namespace Slipway.Architecture.Tests;

/// <summary>The house keeps its floors. Each failure names the file and the type that broke the rule.</summary>
public sealed class FloorTests
{
    private static readonly Dictionary<string, IReadOnlyList<CompiledType>> Compiled =
        Modules.Projects.ToDictionary(project => project.Namespace, project => new CompiledProject(project.Assembly).Types);

    private static IEnumerable<string> Ruled => Modules.Allowed.Keys;

    private static IEnumerable<string> All => Modules.Projects.Select(project => project.Namespace);

    [TestCaseSource(nameof(Ruled))]
    public void A_module_uses_only_those_that_it_may_use(string project)
    {
        Assert.That(Forbidden(Compiled[project], project, Modules.Allowed[project]), Is.Empty);
    }

    [Test]
    public void A_use_upward_is_reported_with_the_file_and_the_type()
    {
        CompiledType[] types =
        [
            new("Shop.Tasks", "Sell", "build/Shop/Tasks/Sell.cs", new HashSet<string> { "Shop.Stock.Item" }),
            new("Shop.Stock", "Item", "build/Shop/Stock/Item.cs", new HashSet<string> { "Shop.Tasks.Sell", "System.String" }),
        ];

        Assert.That(Forbidden(types, "Shop", new Dictionary<string, string[]> { ["Tasks"] = ["Stock"], ["Stock"] = [] }), Is.EqualTo(new[] { "build/Shop/Stock/Item.cs: Item uses Shop.Tasks.Sell" }));
    }

    [TestCaseSource(nameof(All))]
    public void A_namespace_is_the_folder_of_its_file(string project) => Assert.That(Misplaced(Compiled[project]), Is.Empty);

    [Test]
    public void A_namespace_that_is_another_folder_is_reported_with_the_file()
    {
        CompiledType[] types =
        [
            new("Slipway.Shop.Stock", "Item", "build/Shop/Stock/Item.cs", new HashSet<string>()),
            new("Slipway.Shop.Tasks", "Price", "build/Shop/Stock/Price.cs", new HashSet<string>()),
            new("Slipway.Shop.Stock", "Kind", "Slipway.Shop.Stock.Kind", new HashSet<string>()),
        ];

        Assert.That(Misplaced(types), Is.EqualTo(new[] { "build/Shop/Stock/Price.cs: Price is in namespace Slipway.Shop.Tasks" }));
    }

    [TestCaseSource(nameof(Ruled))]
    public void Every_module_has_its_rule_and_every_rule_its_module(string project)
    {
        var modules = Compiled[project].Select(type => ModuleOf(type, project)).Where(module => module.Length > 0).Distinct();

        Assert.That(modules, Is.EquivalentTo(Modules.Allowed[project].Keys));
    }

    [TestCaseSource(nameof(Ruled))]
    public void The_rules_lead_downward(string project)
    {
        var modules = Modules.Allowed[project].Keys.ToList();

        var upward = Modules.Allowed[project].SelectMany(rule => rule.Value.Where(used => modules.IndexOf(used) <= modules.IndexOf(rule.Key)).Select(used => $"{rule.Key} may use {used}"));

        Assert.That(upward, Is.Empty);
    }

    [TestCaseSource(nameof(All))]
    public void No_folders_beside_each_other_use_each_other(string project)
    {
        var types = Compiled[project];

        var circles = Circles.FoldersOf(types, project).SelectMany(folder => Circles.In(types, folder));

        Assert.That(circles, Is.Empty);
    }

    [TestCaseSource(nameof(All))]
    public void Only_tasks_and_the_wrappers_of_tools_use_Cake(string project)
    {
        var broken = Compiled[project]
            .Where(type => type.Namespace.Length > 0 && type.Namespace != project && !Modules.UsersOfCake.Any(user => type.Namespace == user || type.Namespace.StartsWith($"{user}.", StringComparison.Ordinal)))
            .SelectMany(type => type.References.Where(used => used.StartsWith("Cake.", StringComparison.Ordinal)).Select(used => $"{type.File}: {type.Name} uses {used}"));

        Assert.That(broken, Is.Empty);
    }

    [TestCaseSource(nameof(Ruled))]
    public void No_module_is_a_third_of_its_project(string project)
    {
        var root = Path.Join(Repository(), "build", project["Slipway.".Length..]);
        var lines = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Path[0] is not ("bin" or "obj")).ToList();

        var largest = lines.Where(file => file.Path.Length > 1).GroupBy(file => file.Path[0]).MaxBy(module => module.Sum(file => file.Lines))!;

        Assert.That(largest.Sum(file => file.Lines) * 3, Is.LessThan(lines.Sum(file => file.Lines)), largest.Key);
    }

    [Test]
    public void A_circle_is_reported_with_the_file_and_the_types()
    {
        CompiledType[] types =
        [
            new("Shop.Orders", "Order", "build/Shop/Orders/Order.cs", new HashSet<string> { "Shop.Prices.Price" }),
            new("Shop.Prices", "Price", "build/Shop/Prices/Price.cs", new HashSet<string> { "Shop.Stock.Item" }),
            new("Shop.Stock", "Item", "build/Shop/Stock/Item.cs", new HashSet<string> { "Shop.Orders.Order", "Shop.Money" }),
            new("Shop", "Money", "build/Shop/Money.cs", new HashSet<string> { "Shop.Orders.Order" }),
        ];

        Assert.That(Circles.In(types, "Shop"), Is.EqualTo(new[]
        {
            "build/Shop/Orders/Order.cs: Order in Orders uses Shop.Prices.Price",
            "build/Shop/Prices/Price.cs: Price in Prices uses Shop.Stock.Item",
            "build/Shop/Stock/Item.cs: Item in Stock uses Shop.Orders.Order",
        }));
    }

    private static IEnumerable<string> Forbidden(IReadOnlyList<CompiledType> types, string project, IReadOnlyDictionary<string, string[]> allowed)
    {
        var homes = types.ToDictionary(type => type.FullName, type => ModuleOf(type, project), StringComparer.Ordinal);
        return types
            .Where(type => homes[type.FullName].Length > 0)
            .SelectMany(type => type.References.Where(homes.ContainsKey).Where(used => !Allows(homes[type.FullName], homes[used])).Select(used => $"{type.File}: {type.Name} uses {used}"));

        bool Allows(string from, string to) => from == to || allowed[from].Contains(to);
    }

    /// <summary>A type without code has no file that the compiler wrote down.</summary>
    private static IEnumerable<string> Misplaced(IReadOnlyList<CompiledType> types) => types
        .Where(type => type.Namespace.Length > 0 && type.File.EndsWith(".cs", StringComparison.Ordinal))
        .Where(type => type.Namespace != $"Slipway.{string.Join('.', Path.GetDirectoryName(type.File)!.Split('/')[1..])}")
        .Select(type => $"{type.File}: {type.Name} is in namespace {type.Namespace}");

    private static string ModuleOf(CompiledType type, string project) =>
        type.Namespace.StartsWith($"{project}.", StringComparison.Ordinal) ? type.Namespace[(project.Length + 1)..].Split('.')[0] : "";

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder!.FullName, "Slipway.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
