# shellcheck shell=bash
# Fills what the package registry in use lacks, before the first restore; does nothing where nothing is missing.
# Sourced by ./creatorstream before build.sh.
#
# What it makes is in .local-feed, which git ignores: a package that NuGet finds there beside the registry's, and
# packages.props, which Directory.Packages.props imports. So a plain `dotnet build` works too, afterwards.
# Remove the folder to have everything looked at again.

FEED=$ROOT/.local-feed

# The client for Kafka, in C. Its source is part of the npm package, at this version.
RDKAFKA=librdkafka.redist
RDKAFKA_SOURCE=@confluentinc/kafka-javascript@1.10.1

# The newest StackExchange.Redis all of whose dependencies a registry is known to have that lacks those of newer ones.
REDIS_INSTEAD=1.2.6

version_of() {
  sed -nE "s/.*(Include=\"$1\" Version=|<${1//./}Version>)\"?([0-9][0-9.]*)[\"<].*/\2/p" "$ROOT/Directory.Packages.props"
}

# To be called with the builds locked.
fill_package_gaps() {
  local now
  now=$(fingerprint build/script/packages.sh Directory.Packages.props)
  ! is_filled "$now" || return 0
  require_sdk
  say "asking the package registry what it has …"
  mkdir -p "$FEED"
  UNANSWERED=
  fill_redis
  fill_rdkafka
  # Without an answer (no network, say) the build tells what is wrong, and the next start asks again.
  [ -n "$UNANSWERED" ] || note_fresh packages-gaps "$now"
}

# is_filled FINGERPRINT: an empty package is good only as long as there is no compiler.
is_filled() {
  is_fresh packages-gaps "$1" "$FEED/packages.props" || return 1
  case $(rdkafka_state) in
    registry) ;;
    built | failed) [ -f "$(rdkafka_package)" ] ;;
    *) [ -f "$(rdkafka_package)" ] && ! command -v cc >/dev/null ;;
  esac
}

rdkafka_state() { [ ! -f "$FEED/$RDKAFKA.state" ] || printf '%s' "$(<"$FEED/$RDKAFKA.state")"; }
rdkafka_package() { printf '%s' "$FEED/$RDKAFKA.$(version_of Confluent.Kafka).nupkg"; }

# can_restore PACKAGE VERSION: false where the registry lacks it or something that it needs. Sets UNANSWERED where
# that can't be known.
can_restore() {
  local folder=$STATE/probe
  mkdir -p "$folder"
  cat >"$folder/probe.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <RestoreAdditionalProjectSources>$FEED</RestoreAdditionalProjectSources>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="$1" Version="$2" />
  </ItemGroup>
</Project>
PROJECT
  logged "probe-$1" "$DOTNET" restore "$folder/probe.csproj" --force -v minimal -nodeReuse:false \
    -p:ImportDirectoryBuildProps=false -p:ImportDirectoryPackagesProps=false && return 0
  ! grep -qE 'error NU110[123]:' "$LOGS/probe-$1.log" || return 1
  UNANSWERED=1
}

fill_redis() {
  local version
  version=$(version_of StackExchange.Redis)
  rm -f -- "$FEED/packages.props"
  if can_restore StackExchange.Redis "$version"; then
    write_props ''
  else
    say "the registry lacks what StackExchange.Redis $version needs: version $REDIS_INSTEAD stands in for it"
    write_props "<StackExchangeRedisVersion>$REDIS_INSTEAD</StackExchangeRedisVersion>"
  fi
}

write_props() {
  cat >"$FEED/packages.props.$$" <<PROPS
<Project>
  <PropertyGroup>
    <RestoreAdditionalProjectSources>\$(RestoreAdditionalProjectSources);\$(MSBuildThisFileDirectory)</RestoreAdditionalProjectSources>
    $1
  </PropertyGroup>
</Project>
PROPS
  mv -f -- "$FEED/packages.props.$$" "$FEED/packages.props"
}

fill_rdkafka() {
  local version state=registry
  version=$(version_of Confluent.Kafka)
  case $(rdkafka_state) in
    # A package with nothing in it would be found.
    empty | failed) forget_rdkafka "$version" ;;
  esac
  if can_restore Confluent.Kafka "$version"; then
    [ -z "$UNANSWERED" ] || return 0
    adopt_rdkafka "$version" || {
      forget_rdkafka "$version"
      state=
    }
  else
    state=
  fi
  if [ -z "$state" ]; then
    build_rdkafka "$version"
  else
    [ ! -f "$(rdkafka_package)" ] || state=built
    printf '%s\n' "$state" >"$FEED/$RDKAFKA.state"
  fi
}

cached_rdkafka() {
  local cache
  cache=$("$DOTNET" nuget locals global-packages --list | sed 's/^global-packages: *//')
  printf '%s' "${cache%/}/$RDKAFKA/$1"
}

# Also NuGet's own copy, which would otherwise be used on. One from a registry stays.
forget_rdkafka() {
  local cached
  cached=$(cached_rdkafka "$1")
  grep -qs '"source": "http' "$cached/.nupkg.metadata" || rm -rf -- "$cached"
  rm -f -- "$FEED/$RDKAFKA".*
}

# What was restored may be what another copy of this repository built: keep it here too. False if that one is empty.
adopt_rdkafka() {
  local cached
  cached=$(cached_rdkafka "$1")
  ! grep -qs '"source": "http' "$cached/.nupkg.metadata" || return 0
  [ ! -f "$(rdkafka_package)" ] || return 0
  [ -n "$(find "$cached" -name 'librdkafka*.so*' -print -quit 2>/dev/null)" ] || return 1
  cp -- "$cached/$RDKAFKA.$1.nupkg" "$(rdkafka_package)"
}

# Without a compiler, or when it fails, the package is empty: only what talks to Kafka needs it, and says so.
build_rdkafka() {
  local version=$1 started=$SECONDS work=$STATE/$RDKAFKA state=built
  rm -rf -- "$work"
  mkdir -p "$work/package"
  install_compiler
  if ! command -v cc >/dev/null || ! command -v make >/dev/null || ! command -v npm >/dev/null; then
    say "the registry lacks $RDKAFKA $version, and it cannot be built: that needs gcc, make and npm." \
      "All but the Kafka commands works without it."
    state=empty
  else
    say "the registry lacks $RDKAFKA $version: building it (half a minute or two) …"
    if logged build-librdkafka compile_rdkafka "$work"; then
      grep -q '^#define WITH_SSL 1' "$work/source/config.h" ||
        say "without TLS and SASL SCRAM, since OpenSSL's headers are missing (on Debian: libssl-dev)"
    else
      show_log build-librdkafka
      say "$RDKAFKA could not be built: the Kafka commands will not work. To try again, remove $FEED."
      state=failed
    fi
  fi
  forget_rdkafka "$version"
  logged pack-librdkafka pack_rdkafka "$work" "$version" || {
    show_log pack-librdkafka
    die "$RDKAFKA could not be packed."
  }
  printf '%s\n' "$state" >"$FEED/$RDKAFKA.state"
  rm -rf -- "$work"
  [ "$state" != built ] || say "built $RDKAFKA ($(seconds_since "$started"))"
}

install_compiler() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  local missing=()
  command -v cc >/dev/null || missing+=(gcc libc6-dev)
  command -v make >/dev/null || missing+=(make)
  [ -e /usr/include/openssl/ssl.h ] || missing+=(libssl-dev)
  [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
  [ -e /usr/include/zstd.h ] || missing+=(libzstd-dev)
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]} …"
  logged apt-compiler apt_install "${missing[@]}" || say "could not install ${missing[*]} (log: $LOGS/apt-compiler.log)"
}

# compile_rdkafka WORK: leaves the library and its licence in WORK/package. Kerberos and OAuth by HTTP are left out, so
# that the result doesn't depend on what else is installed.
compile_rdkafka() (
  set -e
  cd -- "$1"
  npm pack --no-update-notifier "$RDKAFKA_SOURCE"
  tar xzf ./*.tgz
  mv package/deps/librdkafka source
  rm -rf package/* ./*.tgz
  cd source
  ./configure --disable-gssapi --disable-curl
  make -j"$(getconf _NPROCESSORS_ONLN)" -C src librdkafka.so.1
  cp -L src/librdkafka.so.1 ../package/librdkafka.so
  cp LICENSE ../package/LICENSE.txt
  ! command -v strip >/dev/null || strip --strip-debug ../package/librdkafka.so
)

# pack_rdkafka WORK VERSION. By the SDK: there may be no zip.
pack_rdkafka() {
  local machine=x64
  [ "$(uname -m)" != aarch64 ] || machine=arm64
  : >"$1/package/_._"
  cat >"$1/package/pack.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <PackageId>$RDKAFKA</PackageId>
    <Version>$2</Version>
    <Authors>librdkafka</Authors>
    <Description>librdkafka, built from source on this machine</Description>
    <IncludeBuildOutput>false</IncludeBuildOutput>
    <SuppressDependenciesWhenPacking>true</SuppressDependenciesWhenPacking>
    <EnableDefaultItems>false</EnableDefaultItems>
  </PropertyGroup>
  <ItemGroup>
    <None Include="_._" Pack="true" PackagePath="lib/netstandard2.0/" />
    <None Include="LICENSE.txt" Pack="true" PackagePath="" Condition="Exists('LICENSE.txt')" />
    <None Include="librdkafka.so" Pack="true" PackagePath="runtimes/linux-$machine/native/" Condition="Exists('librdkafka.so')" />
  </ItemGroup>
</Project>
PROJECT
  "$DOTNET" pack "$1/package/pack.csproj" --nologo -v minimal -nodeReuse:false -o "$FEED" \
    -p:ImportDirectoryBuildProps=false -p:ImportDirectoryPackagesProps=false
}
