#!/usr/bin/env pwsh
# Runs the installer; compiles it first where a source changed. Every argument passes through: ./build.ps1 --target=Help
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = $PSScriptRoot
$output = [IO.Path]::Combine($root, 'build', 'bin', 'Release', 'net10.0', 'Build.dll')
$state = [IO.Path]::Combine($root, 'artifacts', 'build')
$stamp = [IO.Path]::Combine($state, 'stamp')
$log = [IO.Path]::Combine($state, 'log')

# Not a preview: global.json refuses them.
function Test-Sdk([string] $dotnet) {
    if (-not [IO.File]::Exists($dotnet)) { return $false }
    $sdks = [IO.Path]::Combine([IO.Path]::GetDirectoryName($dotnet), 'sdk')
    if ([IO.Directory]::Exists($sdks)) { return @(@([IO.Directory]::GetDirectories($sdks)) -match '[\\/]10\.0\.\d{3}$').Length -gt 0 }
    # A shim, or a link, has no sdk folder beside it.
    return @(@(& $dotnet --list-sdks) -match '^10\.0\.\d{3} ').Length -gt 0
}

function Find-Dotnet {
    $name = if ($env:OS -eq 'Windows_NT') { 'dotnet.exe' } else { 'dotnet' }
    $folders = @($env:DOTNET_ROOT) + $env:PATH.Split([IO.Path]::PathSeparator)
    $folders += "$env:USERPROFILE\.dotnet", "$env:ProgramFiles\dotnet", "$env:HOME/.dotnet", '/usr/share/dotnet', '/usr/lib/dotnet', '/usr/local/share/dotnet'
    foreach ($folder in $folders) {
        if ($folder -and (Test-Sdk ([IO.Path]::Combine($folder, $name)))) { return [IO.Path]::Combine($folder, $name) }
    }

    [Console]::Error.WriteLine(@'
A .NET 10 SDK is needed, and none was found on PATH, in DOTNET_ROOT or in the usual folders. To get one:
  Windows          winget install Microsoft.DotNet.SDK.10
  macOS            brew install dotnet
  Linux            your package manager's dotnet-sdk-10.0
More: https://dotnet.microsoft.com/download/dotnet/10.0
'@)
    exit 1
}

# One line per file, in the format of sha256sum; build.sh writes the same.
function Get-Fingerprint {
    $files = [Collections.Generic.List[string]]::new()
    foreach ($folder in 'addin', 'build', 'manifests', 'sandbox', 'tasks') {
        foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($root, $folder), '*', 'AllDirectories')) {
            $file = $file.Substring($root.Length + 1).Replace('\', '/')
            if ($file -notmatch '/(bin|obj)/') { $files.Add($file) }
        }
    }

    foreach ($file in [IO.Directory]::GetFiles($root)) {
        $file = [IO.Path]::GetFileName($file)
        if ($file -match '\.(props|targets|config)$|^global\.json$|^\.editorconfig$') { $files.Add("./$file") }
    }

    $files.Sort([StringComparer]::Ordinal)
    $sha256 = [Security.Cryptography.SHA256]::Create()
    $text = [Text.StringBuilder]::new("UseCakePackages=$(if ($env:UseCakePackages) { $env:UseCakePackages } else { 'false' })`n")
    foreach ($file in $files) {
        $hash = [BitConverter]::ToString($sha256.ComputeHash([IO.File]::ReadAllBytes([IO.Path]::Combine($root, $file))))
        [void] $text.Append($hash.Replace('-', '').ToLowerInvariant()).Append("  $file`n")
    }

    return [BitConverter]::ToString($sha256.ComputeHash([Text.Encoding]::UTF8.GetBytes($text.ToString()))).Replace('-', '').ToLowerInvariant()
}

# A file that is missing from the output is noticed by their number.
function Get-OutputCount {
    return [IO.Directory]::GetFiles([IO.Path]::GetDirectoryName($output), '*', 'AllDirectories').Length
}

function Test-Built {
    return [IO.File]::Exists($output) -and [IO.File]::Exists($stamp) -and [IO.File]::ReadAllText($stamp).Trim() -eq "$(Get-Fingerprint) $(Get-OutputCount)"
}

# An open file that nobody shares is the lock: it goes away with its owner, and on Linux it is the lock that build.sh takes too.
function Enter-Lock {
    $said = $false
    while ($true) {
        try { return [IO.File]::Open([IO.Path]::Combine($state, 'lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if (-not $said) { [Console]::Error.WriteLine('Waiting for another build...') }
            $said = $true
            [Threading.Thread]::Sleep(200)
        }
    }
}

function Invoke-Compiler {
    [Console]::Error.WriteLine('Compiling (first run, or a source changed)...')
    $before = Get-Fingerprint
    [IO.File]::Delete($stamp)
    $start = [Diagnostics.ProcessStartInfo]::new($dotnet, 'build build/Build.csproj -c Release -p:RunAnalyzers=false -v quiet --nologo')
    $start.WorkingDirectory = $root # global.json counts from the current folder
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    [IO.File]::WriteAllText($log, $process.StandardOutput.ReadToEnd())
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) {
        [Console]::Error.WriteLine([IO.File]::ReadAllText($log))
        [Console]::Error.WriteLine("The installer does not compile; the output above is in $log")
        exit 1
    }

    [IO.File]::WriteAllText($stamp, "$before $(Get-OutputCount)`n")
}

$dotnet = Find-Dotnet
if (-not (Test-Built)) {
    [void] [IO.Directory]::CreateDirectory($state)
    $lock = Enter-Lock
    try { if (-not (Test-Built)) { Invoke-Compiler } }
    finally { $lock.Dispose() }
}

& $dotnet $output @args
exit $LASTEXITCODE
