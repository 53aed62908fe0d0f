// swift-format-ignore-file
// Written by scripts/embed-openapi.py.

extension EmbeddedOpenAPI {
    static let authenticationV1 = ##"""
{"components":{"schemas":{"io.k8s.api.authentication.v1.SelfSubjectReview":{"properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},\##
"metadata":{"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}],"default":{}},"status":{"allOf":[{\##
"$ref":"#/components/schemas/io.k8s.api.authentication.v1.SelfSubjectReviewStatus"}],"default":{}}},"type":"object",\##
"x-kubernetes-group-version-kind":[{"group":"authentication.k8s.io","kind":"SelfSubjectReview","version":"v1"}]},\##
"io.k8s.api.authentication.v1.SelfSubjectReviewStatus":{"properties":{"userInfo":{"allOf":[{\##
"$ref":"#/components/schemas/io.k8s.api.authentication.v1.UserInfo"}],"default":{}}},"type":"object"},"io.k8s.api.authentication.v1.TokenReview":{\##
"properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"allOf":[{\##
"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}],"default":{}},"spec":{"allOf":[{\##
"$ref":"#/components/schemas/io.k8s.api.authentication.v1.TokenReviewSpec"}],"default":{}},"status":{"allOf":[{\##
"$ref":"#/components/schemas/io.k8s.api.authentication.v1.TokenReviewStatus"}],"default":{}}},"required":["spec"],"type":"object",\##
"x-kubernetes-group-version-kind":[{"group":"authentication.k8s.io","kind":"TokenReview","version":"v1"}]},\##
"io.k8s.api.authentication.v1.TokenReviewSpec":{"properties":{"audiences":{"items":{"type":"string"},"type":"array",\##
"x-kubernetes-list-type":"atomic"},"token":{"type":"string"}},"required":["token"],"type":"object"},\##
"io.k8s.api.authentication.v1.TokenReviewStatus":{"properties":{"audiences":{"items":{"type":"string"},"type":"array",\##
"x-kubernetes-list-type":"atomic"},"authenticated":{"type":"boolean"},"error":{"type":"string"},"user":{"allOf":[{\##
"$ref":"#/components/schemas/io.k8s.api.authentication.v1.UserInfo"}],"default":{}}},"type":"object"},"io.k8s.api.authentication.v1.UserInfo":{\##
"properties":{"extra":{"additionalProperties":{"items":{"type":"string"},"type":"array"},"type":"object"},"groups":{"items":{"type":"string"},\##
"type":"array","x-kubernetes-list-type":"atomic"},"uid":{"type":"string"},"username":{"type":"string"}},"type":"object"},\##
"io.k8s.apimachinery.pkg.apis.meta.v1.APIResource":{"properties":{"categories":{"items":{"type":"string"},"type":"array",\##
"x-kubernetes-list-type":"atomic"},"group":{"type":"string"},"kind":{"default":"","type":"string"},"name":{"default":"","type":"string"},\##
"namespaced":{"default":false,"type":"boolean"},"shortNames":{"items":{"type":"string"},"type":"array","x-kubernetes-list-type":"atomic"},\##
"singularName":{"default":"","type":"string"},"storageVersionHash":{"type":"string"},"verbs":{"items":{"type":"string"},"type":"array"},"version":{\##
"type":"string"}},"required":["name","singularName","namespaced","kind","verbs"],"type":"object"},\##
"io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList":{"properties":{"apiVersion":{"type":"string"},"groupVersion":{"default":"","type":"string"},\##
"kind":{"type":"string"},"resources":{"items":{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.APIResource"},"type":"array",\##
"x-kubernetes-list-type":"atomic"}},"required":["groupVersion","resources"],"type":"object","x-kubernetes-group-version-kind":[{"group":"",\##
"kind":"APIResourceList","version":"v1"}]},"io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1":{"type":"object"},\##
"io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry":{"properties":{"apiVersion":{"type":"string"},"fieldsType":{"type":"string"},"fieldsV1":{\##
"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1"}]},"manager":{"type":"string"},"operation":{"type":"string"},\##
"subresource":{"type":"string"},"time":{"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.Time"}]}},"type":"object"},\##
"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta":{"properties":{"annotations":{"additionalProperties":{"type":"string"},"type":"object"},\##
"creationTimestamp":{"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.Time"}]},"deletionGracePeriodSeconds":{\##
"format":"int64","type":"integer"},"deletionTimestamp":{"allOf":[{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.Time"}]},\##
"finalizers":{"items":{"type":"string"},"type":"array","x-kubernetes-list-type":"set","x-kubernetes-patch-strategy":"merge"},"generateName":{\##
"type":"string"},"generation":{"format":"int64","type":"integer"},"labels":{"additionalProperties":{"type":"string"},"type":"object"},\##
"managedFields":{"items":{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry"},"type":"array",\##
"x-kubernetes-list-type":"atomic"},"name":{"type":"string"},"namespace":{"type":"string"},"ownerReferences":{"items":{\##
"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference"},"type":"array","x-kubernetes-list-map-keys":["uid"],\##
"x-kubernetes-list-type":"map","x-kubernetes-patch-merge-key":"uid","x-kubernetes-patch-strategy":"merge"},"resourceVersion":{"type":"string"},\##
"selfLink":{"type":"string"},"uid":{"type":"string"}},"type":"object"},"io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference":{"properties":{\##
"apiVersion":{"default":"","type":"string"},"blockOwnerDeletion":{"type":"boolean"},"controller":{"type":"boolean"},"kind":{"default":"",\##
"type":"string"},"name":{"default":"","type":"string"},"uid":{"default":"","type":"string"}},"required":["apiVersion","kind","name","uid"],\##
"type":"object","x-kubernetes-map-type":"atomic"},"io.k8s.apimachinery.pkg.apis.meta.v1.Time":{"format":"date-time","type":"string"}}}}
"""##
}
