//! Who may send packets to whom: a rule at each side, by group where there is one (D16).

use cloudc_base::value::Ports;
use cloudc_base::{Address, Span};
use cloudc_graph::Party;

use super::endpoint::Endpoint;
use super::given::Way;
use super::groups::Group;
use super::parties::shown;
use super::rules::{Peer, Side};
use super::{Made, Pair};
use crate::mistakes::sentence;
use crate::program::{Eval, Program};

impl Program<'_> {
    /// Opens the ports of a sentence, at both sides; gives the addresses of the rules.
    pub(super) fn open_ports(&mut self, pair: &Pair<'_>, ports: &[Ports], made: &mut Made) -> Eval<Vec<Address>> {
        let Some(object) = pair.object else { return Ok(Vec::new()) };
        let (from, to) = (self.side(pair.subject, true, pair.span)?, self.side(object, false, pair.span)?);
        let mut opened = ports.to_vec();
        let mut group = to.as_ref().and_then(|to| to.group.clone());
        if let Some(to) = &to {
            if opened.is_empty() {
                opened = to.front.as_ref().filter(|_| from.is_none()).map_or(&to.ports, |front| &front.ports).clone();
            }
            if let Some(front) = &to.front
                && from.is_none()
                && opened.iter().all(|port| front.ports.contains(port))
            {
                group = front.group.clone();
            }
        }
        if opened.is_empty() {
            return self.fail(sentence::which_ports(pair.span, &shown(object)));
        }
        if to.as_ref().is_some_and(|to| to.pod.is_some()) {
            self.give_pods(object, Way::In, pair, &opened, made)?;
        }
        if from.as_ref().is_some_and(|from| from.pod.is_some()) {
            self.give_pods(pair.subject, Way::Out, pair, &opened, made)?;
        }
        // Pods of one cluster are in one group, which lets its own in.
        let neighbours = |to: &Endpoint| from.as_ref().is_some_and(|from| from.is_beside(to));
        if to.as_ref().is_some_and(neighbours) {
            return Ok(Vec::new());
        }
        let own = from.and_then(|from| from.group);
        let mut new = Vec::new();
        for port in opened {
            new.extend(self.open_port(pair, object, (own.as_ref(), group.as_ref()), port, made)?);
        }
        Ok(new)
    }

    fn open_port(
        &mut self,
        pair: &Pair<'_>,
        object: &Party,
        (own, theirs): (Option<&Group>, Option<&Group>),
        port: Ports,
        made: &mut Made,
    ) -> Eval<Vec<Address>> {
        let mut new = Vec::new();
        if let Some(own) = own {
            let peer = match theirs {
                Some(theirs) => Peer::Group(theirs.clone()),
                None => self.addresses(object, pair.span)?,
            };
            new.push(made.open((own, Side::Egress), &peer, port, (&shown(object), pair.span)));
        }
        let Party::Thing(address) = object else { return Ok(new) };
        let peer = match own {
            Some(own) => Peer::Group(own.clone()),
            None => self.addresses(pair.subject, pair.span)?,
        };
        match theirs {
            Some(theirs) => {
                new.push(made.open((theirs, Side::Ingress), &peer, port, (&shown(pair.subject), pair.span)));
            }
            None => self.give_ports(address, pair, peer, port, made),
        }
        Ok(new)
    }

    /// The endpoint of a party that is a thing; the subject of packets needs a group of its own.
    fn side(&mut self, party: &Party, subject: bool, span: Span) -> Eval<Option<Endpoint>> {
        let address = match party {
            Party::Thing(address) => address,
            Party::Anyone => return self.fail(sentence::anyone_reaches(span)),
            _ => return Ok(None),
        };
        match self.endpoint(address, span)? {
            Some(endpoint) if subject && endpoint.group.is_none() => {
                self.fail(sentence::no_network(span, &address.to_string()))
            }
            Some(endpoint) => Ok(Some(endpoint)),
            None => self.fail(sentence::no_endpoint(span, &address.to_string())),
        }
    }
}
