"""EC2 instance types and where they are offered: moto's copies of EC2's answers, cfn-lint's for other regions."""

import gzip
import json


def instance_types(site):
    """Size -> facts, one entry per family (`instance/m5`)."""
    text = gzip.decompress((site / "moto/ec2/resources/instance_types.json.gz").read_bytes())
    out = {}
    for name, described in json.loads(text).items():
        family, size = name.split(".", 1)
        out.setdefault(f"instance/{family}", {})[size] = _facts(described)
    return out


def offers(site):
    """Which instance types a region has, one entry per region (`offers/us-east-1`)."""
    out = {}
    folder = site / "moto/ec2/resources/instance_type_offerings/availability-zone"
    for file in sorted(folder.glob("*.json.gz")):
        rows = json.loads(gzip.decompress(file.read_bytes()))
        out[f"offers/{file.name.removesuffix('.json.gz')}"] = _by_zone(rows)
    enums = site / "cfnlint/data/schemas/extensions/aws_ec2_instance/instancetype_enum.json"
    for region, schema in json.loads(enums.read_text()).items():
        if isinstance(schema, dict):
            out.setdefault(f"offers/{region}", {"f": _by_family(dict.fromkeys(schema["enum"], ""))})
    return out


def _facts(type_):
    network, cpu, ebs = type_["NetworkInfo"], type_["VCpuInfo"], type_["EbsInfo"]
    out = {
        "vcpu": cpu["DefaultVCpus"],
        "cores": cpu.get("DefaultCores"),
        "mem": type_["MemoryInfo"]["SizeInMiB"],
        "arch": type_["ProcessorInfo"]["SupportedArchitectures"],
        "ghz": type_["ProcessorInfo"].get("SustainedClockSpeedInGhz"),
        "eni": network["MaximumNetworkInterfaces"],
        "ip4": network["Ipv4AddressesPerInterface"],
        "ip6": network["Ipv6AddressesPerInterface"],
        "net": [network["NetworkCards"][0].get(key) for key in ("BaselineBandwidthInGbps", "PeakBandwidthInGbps")],
        "disk": type_.get("InstanceStorageInfo", {}).get("TotalSizeInGB"),
        "ebs": _ebs(ebs.get("EbsOptimizedInfo")),
        "vols": ebs.get("MaximumEbsAttachments"),
        "gpu": _devices(type_.get("GpuInfo", {}).get("Gpus", [])),
        "acc": _devices(_accelerators(type_)),
        "boot": type_["SupportedBootModes"],
        "hv": type_.get("Hypervisor"),
        "hib": type_["HibernationSupported"],
        "metal": type_["BareMetal"],
        "burst": type_["BurstablePerformanceSupported"],
        "cur": type_["CurrentGeneration"],
        "spot": "spot" in type_["SupportedUsageClasses"],
        "efa": network["EfaSupported"],
        "encl": type_["NitroEnclavesSupport"] == "supported",
    }
    return {key: int(value) if isinstance(value, bool) else value for key, value in out.items() if value}


def _ebs(info):
    keys = ("BaselineBandwidthInMbps", "MaximumBandwidthInMbps", "BaselineIops", "MaximumIops")
    return info and [info[key] for key in keys]


def _accelerators(type_):
    inference = type_.get("InferenceAcceleratorInfo", {}).get("Accelerators", [])
    neuron = type_.get("NeuronInfo", {}).get("NeuronDevices", [])
    fpga = type_.get("FpgaInfo", {}).get("Fpgas", [])
    media = type_.get("MediaAcceleratorInfo", {}).get("Accelerators", [])
    return [*(neuron or inference), *fpga, *media]


def _devices(devices):
    memory = [device.get("MemoryInfo", {}).get("SizeInMiB") for device in devices]
    facts = [[device.get("Manufacturer", "AWS"), device["Name"], device["Count"]] for device in devices]
    return [[*fact, size] for fact, size in zip(facts, memory, strict=True)]


def _by_zone(rows):
    zones = sorted({row["Location"] for row in rows})
    bits = {}
    for row in rows:
        bits[row["InstanceType"]] = bits.get(row["InstanceType"], 0) | 1 << zones.index(row["Location"])
    return {"zones": zones, "f": _by_family({name: f"{value:x}" for name, value in bits.items()})}


def _by_family(types):
    out = {}
    for name in sorted(types):
        family, size = name.split(".", 1)
        out.setdefault(family, {}).setdefault(types[name], []).append(size)
    return {family: {bits: " ".join(sizes) for bits, sizes in table.items()} for family, table in out.items()}
