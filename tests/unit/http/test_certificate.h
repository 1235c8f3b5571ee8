#pragma once
// A certificate for 127.0.0.1 that no program trusts by default.

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <memory>

namespace magnetar::http {

struct FreeOpenSsl {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(BIO* file) const { BIO_free(file); }
};
template <class T>
using OpenSslPtr = std::unique_ptr<T, FreeOpenSsl>;

class TestCertificate {
 public:
  TestCertificate() {
    X509* const x509 = certificate_.get();
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_set_pubkey(x509, key_.get());
    const OpenSslPtr<X509_EXTENSION> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"));
    X509_add_ext(x509, names.get(), -1);
    X509_sign(x509, key_.get(), EVP_sha256());
  }

  [[nodiscard]] X509* certificate() const { return certificate_.get(); }
  [[nodiscard]] EVP_PKEY* key() const { return key_.get(); }
  void write(const std::filesystem::path& path) const {
    const OpenSslPtr<BIO> file(BIO_new_file(path.c_str(), "w"));
    PEM_write_bio_X509(file.get(), certificate_.get());
  }

 private:
  OpenSslPtr<X509> certificate_{X509_new()};
  OpenSslPtr<EVP_PKEY> key_{EVP_EC_gen("P-256")};
};

}  // namespace magnetar::http
