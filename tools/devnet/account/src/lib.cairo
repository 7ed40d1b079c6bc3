//! An account for the local node alone: one key, no upgrade, no deployment by itself. Its class is of Sierra 1.7 or later,
//! so the node meters what it calls in Sierra gas; the node's own accounts are older, and metered in steps.

use starknet::account::Call;

#[starknet::interface]
trait Account<T> {
    fn __validate__(self: @T, calls: Array<Call>) -> felt252;
    fn __execute__(self: @T, calls: Array<Call>) -> Array<Span<felt252>>;
    fn __validate_declare__(self: @T, class_hash: felt252) -> felt252;
    fn is_valid_signature(self: @T, hash: felt252, signature: Array<felt252>) -> felt252;
}

#[starknet::contract(account)]
mod LocalAccount {
    use core::ecdsa::check_ecdsa_signature;
    use core::num::traits::Zero;
    use starknet::account::Call;
    use starknet::storage::{StoragePointerReadAccess, StoragePointerWriteAccess};
    use starknet::syscalls::call_contract_syscall;
    use starknet::{SyscallResultTrait, VALIDATED, get_caller_address, get_tx_info};

    #[storage]
    struct Storage {
        // The node writes the keys of its accounts here.
        Account_public_key: felt252,
    }

    #[constructor]
    fn constructor(ref self: ContractState, public_key: felt252) {
        self.Account_public_key.write(public_key);
    }

    #[abi(embed_v0)]
    impl AccountImpl of super::Account<ContractState> {
        fn __validate__(self: @ContractState, calls: Array<Call>) -> felt252 {
            require_signed(self)
        }

        fn __execute__(self: @ContractState, calls: Array<Call>) -> Array<Span<felt252>> {
            assert(get_caller_address().is_zero(), 'CALLER');
            let mut results = array![];
            for call in calls.span() {
                let Call { to, selector, calldata } = *call;
                results.append(call_contract_syscall(to, selector, calldata).unwrap_syscall());
            }
            results
        }

        fn __validate_declare__(self: @ContractState, class_hash: felt252) -> felt252 {
            require_signed(self)
        }

        fn is_valid_signature(
            self: @ContractState, hash: felt252, signature: Array<felt252>,
        ) -> felt252 {
            if signed(self, hash, signature.span()) {
                VALIDATED
            } else {
                0
            }
        }
    }

    fn require_signed(self: @ContractState) -> felt252 {
        let info = get_tx_info().unbox();
        assert(signed(self, info.transaction_hash, info.signature), 'SIGNATURE');
        VALIDATED
    }

    fn signed(self: @ContractState, hash: felt252, signature: Span<felt252>) -> bool {
        signature.len() == 2
            && check_ecdsa_signature(
                hash, self.Account_public_key.read(), *signature[0], *signature[1],
            )
    }
}
