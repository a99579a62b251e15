import Logging
package import TunetCore
import TunetStore
package import TunetUplink
import TunetWire

extension NodeEngine {
    /// The batch that is to be sent now; nil if there is none. Its outcome goes to ``finish(_:of:at:)``.
    package func takeDispatch() -> Dispatch? {
        defer { nextDispatch = nil }
        return nextDispatch
    }

    /// What came of an attempt.
    package func finish(
        _ outcome: CollectorClient.Outcome, of dispatch: Dispatch, at now: MonotonicInstant
    ) async {
        switch outcome {
        case .delivered, .conflict, .refused: lastContact = machine.timeline.day(at: now) ?? lastContact
        case .unreachable: break
        }
        switch outcome {
        case .delivered(let receipt): await delivered(receipt, of: dispatch, at: now)
        case .conflict(let receipt): await conflicted(dispatch, receipt, at: now)
        case .refused(let status, let message, let retryAfter):
            let what = "The collector refused a batch with status \(status): \(message)"
            deliveryFailed(what, retryAfter: retryAfter, at: now)
        case .unreachable(let message): deliveryFailed(message, retryAfter: nil, at: now)
        }
        await settle(at: now)
    }

    private func delivered(_ receipt: Receipt, of dispatch: Dispatch, at now: MonotonicInstant) async {
        taken.insert(dispatch.parcel)
        do {
            if let life = try await store.acknowledge(
                receipt, taken: taken, software: TunetVersion.current)
            {
                await began(life, at: now)
            }
        } catch {
            deliveryFailed("The receipt could not be kept: \(error)", retryAfter: nil, at: now)
            return
        }
        waiting = max(0, waiting - 1)
        lastDelivery = machine.timeline.day(at: now)
        solved(dispatch.parcel, at: now)
        await lookAtDrops(at: now)
        let anchor = Anchor(monotonic: now, utc: UTCInstant(seconds: receipt.time), quality: .collector)
        if machine.timeline.anchor.map({ $0.quality < .collector }) ?? true { await offer(anchor, at: now) }
        await perform(uplink.delivered(dispatch.parcel), at: now)
    }

    /// This card was restored or cloned.
    private func began(_ life: NewLife, at now: MonotonicInstant) async {
        conflicts.removeAll()
        surroundings.log(
            NodeMessage(
                .warning,
                "The collector has heard from another copy of this card: it was restored or cloned. Counting goes on under "
                    + "a new epoch. "
                    // How many were counted would outlive the counts in the log.
                    + (life == NewLife() ? "Nothing" : "What the other copy has delivered already")
                    + " was left out."))
        // What was released again waits for the next full hour, not for tomorrow.
        missedWindow = true
        uplink.setWindow(nil)
        do { try await loadCounts(at: now) } catch { storeFailed(error, at: now) }
    }

    /// Without a receipt nobody knows what the collector holds. One batch that can't be delivered must not keep the others
    /// back. It is shown until it is solved.
    private func conflicted(_ dispatch: Dispatch, _ receipt: Receipt?, at now: MonotonicInstant) async {
        if let receipt, receipt.epoch == dispatch.parcel.epoch {
            do {
                let life = try await store.resolveConflict(
                    of: dispatch.parcel, by: receipt, software: TunetVersion.current)
                if let life { await began(life, at: now) }
                waiting = max(0, waiting - 1)
                lastDelivery = machine.timeline.day(at: now)
                solved(dispatch.parcel, at: now)
                await perform(uplink.setAside(dispatch.parcel), at: now)
            } catch {
                deliveryFailed("The collector's answer could not be kept: \(error)", retryAfter: nil, at: now)
            }
            return
        }
        if conflicts.insert(dispatch.parcel).inserted {
            let what = "The collector holds another batch of the same identity. Ask its keeper to look at the alarms."
            surroundings.log(NodeMessage(.warning, what))
            uplinkError = what
        }
        machine.setDeviceHealth(.uplinkFailed, began: true, at: now)
        await perform(uplink.setAside(dispatch.parcel), at: now)
    }

    /// The batch is where it should be; if no other is in conflict, all is well.
    private func solved(_ parcel: UplinkMachine.Parcel, at now: MonotonicInstant) {
        conflicts.remove(parcel)
        guard conflicts.isEmpty else { return }
        uplinkError = nil
        machine.setDeviceHealth(.uplinkFailed, began: false, at: now)
    }

    private func deliveryFailed(_ message: String, retryAfter: Duration?, at now: MonotonicInstant) {
        if uplinkError != message { surroundings.log(NodeMessage(.warning, message)) }
        uplinkError = message
        machine.setDeviceHealth(.uplinkFailed, began: true, at: now)
        var random = store.random
        uplink.failed(retryAfter: retryAfter, at: now, using: &random)
    }

    func perform(_ action: UplinkMachine.Action, at now: MonotonicInstant) async {
        switch action {
        case .none: break
        case .prepare:
            // While the boot is not dated nothing can be released: its first real time is still to come.
            missedWindow = machine.timeline.anchor == nil
            await prepareUpload(at: now)
        case .send(let parcel):
            do {
                guard let bytes = try await store.bytes(of: parcel) else {
                    solved(parcel, at: now)
                    await perform(uplink.delivered(parcel), at: now)
                    return
                }
                nextDispatch = Dispatch(parcel: parcel, bytes: bytes)
            } catch {
                deliveryFailed("A batch could not be read: \(error)", retryAfter: nil, at: now)
            }
        }
    }

    private func prepareUpload(at now: MonotonicInstant) async {
        do {
            // A period is released once: counts that are not on the disk would come too late for it.
            if let failure = await commit(nil, at: now) { throw failure }
            let today = machine.timeline.day(at: now)
            let prepared = try await store.prepareUpload(on: today, software: TunetVersion.current)
            if prepared.released > 0 {
                surroundings.log(NodeMessage(.info, "Released \(prepared.released) leaves."))
            }
            for failure in prepared.failures {
                surroundings.log(
                    NodeMessage(
                        .warning,
                        "Counts that have been released could not be destroyed in a file that was set aside. Delete it by "
                            + "hand, with shred -u. \(failure)"))
            }
            waiting = prepared.parcels.count
            await lookAtDrops(at: now)
            await lookAtCeiling(at: now)
            conflicts.formIntersection(prepared.parcels)
            taken.formIntersection(prepared.parcels)
            await perform(uplink.prepared(configuration.uplink == nil ? [] : prepared.parcels), at: now)
        } catch {
            storeFailed(error, at: now)
            await perform(uplink.prepared([]), at: now)
            missedWindow = true
        }
    }
}
