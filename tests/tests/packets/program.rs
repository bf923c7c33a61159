//! A world as a program: raw resources, nothing else.

use std::fmt::Write;

use crate::world::{Entry, Onward, Peer, Protocol, Rule, Services, World};

macro_rules! line {
    ($text:expr, $($rest:tt)*) => {{ let _infallible = writeln!($text, $($rest)*); }};
}

impl World {
    /// The program; each machine is `m` with its number.
    pub(crate) fn program(&self) -> String {
        let mut text = String::new();
        self.write_networks(&mut text);
        self.write_groups(&mut text);
        self.write_machines(&mut text);
        self.write_ways(&mut text);
        self.write_tables(&mut text);
        self.write_lists(&mut text);
        text
    }

    fn write_networks(&self, text: &mut String) {
        for (number, network) in self.networks.iter().enumerate() {
            line!(text, "resource v{number}: aws.ec2.VPC {{ CidrBlock = 10.{number}.0.0/16 }}");
            if network.gateway {
                line!(text, "resource g{number}: aws.ec2.InternetGateway {{}}");
                line!(
                    text,
                    "resource j{number}: aws.ec2.VPCGatewayAttachment {{ VpcId = v{number}.VpcId, InternetGatewayId = g{number}.InternetGatewayId }}"
                );
            }
            if network.six {
                line!(
                    text,
                    "resource x{number}: aws.ec2.VPCCidrBlock {{ VpcId = v{number}.VpcId, AmazonProvidedIpv6CidrBlock = true }}"
                );
                line!(text, "resource e{number}: aws.ec2.EgressOnlyInternetGateway {{ VpcId = v{number}.VpcId }}");
            }
        }
        for (number, subnet) in self.subnets.iter().enumerate() {
            let six = match subnet.six {
                true => format!(
                    ", Ipv6CidrBlock = \"{}\", AssignIpv6AddressOnCreation = true",
                    self.subnet_six(number).text()
                ),
                false => String::new(),
            };
            let (network, range) = (subnet.network, self.subnet_range(number).text());
            line!(
                text,
                "resource s{number}: aws.ec2.Subnet {{ VpcId = v{network}.VpcId, CidrBlock = {range}, MapPublicIpOnLaunch = {}{six} }}",
                subnet.gives_public
            );
            if let Some(table) = subnet.table {
                line!(
                    text,
                    "resource st{number}: aws.ec2.SubnetRouteTableAssociation {{ SubnetId = s{number}.SubnetId, RouteTableId = t{table}.RouteTableId }}"
                );
            }
            if let Some(list) = subnet.list {
                line!(
                    text,
                    "resource sl{number}: aws.ec2.SubnetNetworkAclAssociation {{ SubnetId = s{number}.SubnetId, NetworkAclId = l{list}.Id }}"
                );
            }
        }
    }

    fn write_groups(&self, text: &mut String) {
        for (number, group) in self.groups.iter().enumerate() {
            let none = if group.egress.is_some() {
                ", SecurityGroupEgress = [{ IpProtocol = \"-1\", CidrIp = 127.0.0.1/32 }]"
            } else {
                ""
            };
            line!(
                text,
                "resource q{number}: aws.ec2.SecurityGroup {{ GroupDescription = \"group\", VpcId = v{}.VpcId{none} }}",
                group.network
            );
            for (count, rule) in group.ingress.iter().enumerate() {
                self.write_rule(text, (number, count), rule, "Ingress", "Source");
            }
            for (count, rule) in group.egress.iter().flatten().enumerate() {
                self.write_rule(text, (number, count), rule, "Egress", "Destination");
            }
        }
    }

    fn write_rule(&self, text: &mut String, (group, count): (usize, usize), rule: &Rule, side: &str, other: &str) {
        let name = format!("{}{group}_{count}", side.to_lowercase());
        let peer = match rule.peer {
            Peer::Range(range) if range.six => format!("CidrIpv6 = \"{}\"", range.text()),
            Peer::Range(range) => format!("CidrIp = {}", range.text()),
            Peer::Group(peer) => format!("{other}SecurityGroupId = q{peer}.GroupId"),
            Peer::Prefixes(one, two) => {
                let entries = [one, two].map(|range| format!("{{ Cidr = \"{}\" }}", range.text())).join(", ");
                line!(
                    text,
                    "resource {name}_list: aws.ec2.PrefixList {{ PrefixListName = \"{name}\", AddressFamily = \"IPv4\", MaxEntries = 5, Entries = [{entries}] }}"
                );
                format!("{other}PrefixListId = {name}_list.PrefixListId")
            }
        };
        line!(
            text,
            "resource {name}: aws.ec2.SecurityGroup{side} {{ GroupId = q{group}.GroupId, {}, {peer} }}",
            of_rule(rule.services)
        );
    }

    fn write_machines(&self, text: &mut String) {
        for (number, machine) in self.machines.iter().enumerate() {
            let groups: Vec<String> = machine.groups.iter().map(|group| format!("q{group}.GroupId")).collect();
            let public =
                machine.public.map_or_else(String::new, |public| format!(", AssociatePublicIpAddress = {public}"));
            let routes = if machine.routes { ", SourceDestCheck = false" } else { "" };
            line!(
                text,
                "resource m{number}: aws.ec2.Instance {{ InstanceType = \"t4g.nano\", ImageId = \"ami-0123456789abcdef0\"{routes}, NetworkInterfaces = [{{ DeviceIndex = \"0\", SubnetId = s{}.SubnetId, GroupSet = [{}]{public} }}] }}",
                machine.subnet,
                groups.join(", ")
            );
        }
    }

    fn write_ways(&self, text: &mut String) {
        for (number, nat) in self.nats.iter().enumerate() {
            let kind = match nat.public {
                true => {
                    line!(text, "resource i{number}: aws.ec2.EIP {{ Domain = \"vpc\" }}");
                    format!("AllocationId = i{number}.AllocationId")
                }
                false => "ConnectivityType = \"private\"".to_owned(),
            };
            line!(text, "resource n{number}: aws.ec2.NatGateway {{ SubnetId = s{}.SubnetId, {kind} }}", nat.subnet);
        }
        for (number, peering) in self.peerings.iter().enumerate() {
            let far = if peering.far { ", PeerRegion = \"ap-south-1\"" } else { "" };
            line!(
                text,
                "resource p{number}: aws.ec2.VPCPeeringConnection {{ VpcId = v{}.VpcId, PeerVpcId = v{}.VpcId{far} }}",
                peering.ends.0,
                peering.ends.1
            );
        }
        self.write_transit(text);
    }

    fn write_transit(&self, text: &mut String) {
        let Some(transit) = &self.transit else { return };
        let by_group = if transit.by_group { "enable" } else { "disable" };
        let own = match transit.known {
            Some(_) => ", DefaultRouteTableAssociation = \"disable\", DefaultRouteTablePropagation = \"disable\"",
            None => "",
        };
        line!(text, "resource hub: aws.ec2.TransitGateway {{ SecurityGroupReferencingSupport = \"{by_group}\"{own} }}");
        for (network, subnet) in transit.attached.iter().enumerate() {
            let Some(subnet) = subnet else { continue };
            line!(
                text,
                "resource h{network}: aws.ec2.TransitGatewayAttachment {{ TransitGatewayId = hub.Id, VpcId = v{network}.VpcId, SubnetIds = [s{subnet}.SubnetId] }}"
            );
        }
        let Some(known) = &transit.known else { return };
        line!(text, "resource ht: aws.ec2.TransitGatewayRouteTable {{ TransitGatewayId = hub.Id }}");
        for (network, _) in transit.attached.iter().enumerate().filter(|(_, subnet)| subnet.is_some()) {
            let both = format!(
                "TransitGatewayAttachmentId = h{network}.Id, TransitGatewayRouteTableId = ht.TransitGatewayRouteTableId"
            );
            line!(text, "resource ha{network}: aws.ec2.TransitGatewayRouteTableAssociation {{ {both} }}");
            if known[network] {
                line!(text, "resource hp{network}: aws.ec2.TransitGatewayRouteTablePropagation {{ {both} }}");
            }
        }
        for (number, (range, to)) in transit.written.iter().enumerate() {
            let to =
                to.map_or_else(|| "Blackhole = true".to_owned(), |to| format!("TransitGatewayAttachmentId = h{to}.Id"));
            line!(
                text,
                "resource hr{number}: aws.ec2.TransitGatewayRoute {{ TransitGatewayRouteTableId = ht.TransitGatewayRouteTableId, DestinationCidrBlock = {}, {to} }}",
                range.text()
            );
        }
    }

    fn write_tables(&self, text: &mut String) {
        for (number, table) in self.tables.iter().enumerate() {
            line!(text, "resource t{number}: aws.ec2.RouteTable {{ VpcId = v{}.VpcId }}", table.network);
            for (count, (to, onward)) in table.routes.iter().enumerate() {
                let to = match to.six {
                    true => format!("DestinationIpv6CidrBlock = \"{}\"", to.text()),
                    false => format!("DestinationCidrBlock = {}", to.text()),
                };
                let onward = match onward {
                    Onward::Gateway => format!("GatewayId = g{}.InternetGatewayId", table.network),
                    Onward::OutOnly => format!("EgressOnlyInternetGatewayId = e{}.Id", table.network),
                    Onward::Nat(nat) => format!("NatGatewayId = n{nat}.NatGatewayId"),
                    Onward::Machine(machine) => format!("InstanceId = m{machine}.InstanceId"),
                    Onward::Peering(peering) => format!("VpcPeeringConnectionId = p{peering}.Id"),
                    Onward::Transit => "TransitGatewayId = hub.Id".to_owned(),
                };
                line!(
                    text,
                    "resource r{number}_{count}: aws.ec2.Route {{ RouteTableId = t{number}.RouteTableId, {to}, {onward} }}"
                );
            }
        }
    }

    fn write_lists(&self, text: &mut String) {
        for (number, list) in self.lists.iter().enumerate() {
            line!(text, "resource l{number}: aws.ec2.NetworkAcl {{ VpcId = v{}.VpcId }}", list.network);
            for (count, entry) in list.entries.iter().enumerate() {
                line!(
                    text,
                    "resource l{number}_{count}: aws.ec2.NetworkAclEntry {{ NetworkAclId = l{number}.Id, {} }}",
                    of_entry(entry)
                );
            }
        }
    }
}

fn of_rule(services: Services) -> String {
    let (first, last) = services.ports;
    match services.protocol {
        None => "IpProtocol = \"-1\"".to_owned(),
        Some(Protocol::Ping) => "IpProtocol = \"icmp\", FromPort = -1, ToPort = -1".to_owned(),
        Some(Protocol::Tcp) => format!("IpProtocol = \"tcp\", FromPort = {first}, ToPort = {last}"),
        Some(Protocol::Udp) => format!("IpProtocol = \"udp\", FromPort = {first}, ToPort = {last}"),
    }
}

fn of_entry(entry: &Entry) -> String {
    let action = if entry.allows { "allow" } else { "deny" };
    let range = match entry.range.six {
        true => format!("Ipv6CidrBlock = \"{}\"", entry.range.text()),
        false => format!("CidrBlock = {}", entry.range.text()),
    };
    let (first, last) = entry.services.ports;
    let services = match entry.services.protocol {
        None => "Protocol = -1".to_owned(),
        Some(Protocol::Ping) => "Protocol = 1, Icmp = { Type = -1, Code = -1 }".to_owned(),
        Some(Protocol::Tcp) => format!("Protocol = 6, PortRange = {{ From = {first}, To = {last} }}"),
        Some(Protocol::Udp) => format!("Protocol = 17, PortRange = {{ From = {first}, To = {last} }}"),
    };
    format!("RuleNumber = {}, Egress = {}, RuleAction = \"{action}\", {range}, {services}", entry.number, entry.egress)
}
